location = "koreacentral"
