// Adds the numbers from 1 to N in four threads.
#include <charconv>
#include <format>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <vector>

static long number(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc() || end != text.end() || value < 1) throw std::invalid_argument(std::format("'{}' is not a number above 0", text));
  return value;
}

int main(int argc, char *argv[]) try {
  const long last = number(argc == 2 ? argv[1] : "");
  std::vector<std::future<long>> parts;
  for (long first = 1; first <= 4; ++first)
    parts.push_back(std::async(std::launch::async, [=] {
      long sum = 0;
      for (long n = first; n <= last; n += 4) sum += n;
      return sum;
    }));
  long sum = 0;
  for (auto &part : parts) sum += part.get();
  std::cout << std::format("{}\n", sum);
} catch (const std::exception &error) {
  std::cerr << error.what() << '\n';
  return 2;
}
