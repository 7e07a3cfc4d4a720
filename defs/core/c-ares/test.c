#include <string.h>
#include <ares.h>
int main(void) {
  ares_dns_record_t *made, *read;
  unsigned char *packet;
  size_t size;
  const char *name;
  ares_dns_rec_type_t type;
  ares_dns_class_t class;
  if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) return 1;
  if (ares_dns_record_create(&made, 1, ARES_FLAG_RD, ARES_OPCODE_QUERY, ARES_RCODE_NOERROR) != ARES_SUCCESS) return 1;
  if (ares_dns_record_query_add(made, "example.org", ARES_REC_TYPE_AAAA, ARES_CLASS_IN) != ARES_SUCCESS) return 1;
  // A header, three lengths with their labels, type and class.
  if (ares_dns_write(made, &packet, &size) != ARES_SUCCESS || size != 12 + 13 + 4) return 1;
  if (ares_dns_parse(packet, size, 0, &read) != ARES_SUCCESS) return 1;
  if (ares_dns_record_query_get(read, 0, &name, &type, &class) != ARES_SUCCESS) return 1;
  return strcmp(name, "example.org") != 0 || type != ARES_REC_TYPE_AAAA;
}
