#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
int main() {
  int status = 1;
  char *name = abi::__cxa_demangle("_ZN3abcC1Ei", nullptr, nullptr, &status);
  bool same = status == 0 && std::strcmp(name, "abc::abc(int)") == 0;
  std::free(name);
  return !same;
}
