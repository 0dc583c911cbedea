location = "japanwest"
