#include <algorithm>
#include <format>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
int main() {
  std::vector<std::string> words{"two", "one"};
  std::ranges::sort(words);
  std::string seen;
  std::thread([&] {
    try {
      throw std::runtime_error(words.front());
    } catch (const std::exception &error) {
      seen = std::format("{}:{}", error.what(), words.size());
    }
  }).join();
  return seen != "one:2";
}
