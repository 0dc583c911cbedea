location = "japaneast"
