/* Parses one request. */
#include <http_parser.h>
#include <string.h>

int main(void) {
  static const char text[] = "GET /path HTTP/1.1\r\nHost: example.org\r\n\r\n";
  http_parser parser;
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  http_parser_init(&parser, HTTP_REQUEST);
  return http_parser_execute(&parser, &settings, text, strlen(text)) != strlen(text) || parser.method != HTTP_GET;
}
