#include <expat.h>
int main(void) {
  XML_Parser parser = XML_ParserCreate(NULL);
  if (XML_Parse(parser, "<a><b/></a>", 11, 1) != XML_STATUS_OK) return 1;
  XML_ParserReset(parser, NULL);
  return XML_Parse(parser, "<a></b>", 7, 1) != XML_STATUS_ERROR;
}
