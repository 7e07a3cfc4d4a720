#include <string>
#include <vector>
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
int main() {
  std::vector<std::string> parts = absl::StrSplit("6,7", ',');
  int left, right;
  if (!absl::SimpleAtoi(parts.at(0), &left) || !absl::SimpleAtoi(parts.at(1), &right)) return 1;
  return absl::StrCat(left * right) != "42";
}
