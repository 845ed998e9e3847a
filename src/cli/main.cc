#include "cli/application.h"

int main(int count, char** arguments) {
  return av::cli::run_application(count, arguments);
}
