#include <attr/libattr.h>
int main(void) {
  // What /etc/xattr.conf says of both.
  if (attr_copy_action("system.posix_acl_access", 0) != ATTR_ACTION_PERMISSIONS) return 1;
  return attr_copy_action("user.comment", 0) != 0;
}
