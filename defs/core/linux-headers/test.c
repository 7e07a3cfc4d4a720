#include <linux/version.h>
#include <linux/openat2.h>
int main(void) {
  struct open_how how = { .resolve = RESOLVE_BENEATH };
  return how.resolve == 0 || LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0);
}
