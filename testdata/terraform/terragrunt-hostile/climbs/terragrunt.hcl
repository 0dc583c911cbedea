terraform {
  source = "../../../../../../../../../../../tmp//x"
}
