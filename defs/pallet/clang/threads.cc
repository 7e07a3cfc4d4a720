// An exception that crosses from one thread to another, and a formatted text.
#include <format>
#include <future>
#include <stdexcept>

int main() {
  auto failing = std::async(std::launch::async, [] { throw std::runtime_error(std::format("{:x}", 255)); });
  try {
    failing.get();
  } catch (const std::runtime_error &error) {
    return std::string(error.what()) != "ff";
  }
  return 1;
}
