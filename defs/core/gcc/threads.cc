#include <stdexcept>
#include <string>
#include <thread>
int main() {
  std::string said;
  std::thread([&] { try { throw std::runtime_error("thrown"); } catch (const std::exception &error) { said = error.what(); } }).join();
  return said != "thrown";
}
