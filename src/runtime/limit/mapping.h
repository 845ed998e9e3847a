#pragma once
// mapping.h — the memory that counts lie in: of this process, or shared by those who know its name.
//
// Fresh memory is zero.  Fails: no memory, a full /dev/shm, a name that another user may write to.

#include <antivenom/result.h>

#include <cstddef>
#include <functional>
#include <string>

namespace av::limit {

// Mapping is one piece of memory.  Movable.
class Mapping {
 public:
  // Prepare makes fresh memory ready, or finds that it is, or says that it is something else.
  using Prepare = std::function<Result<void>(void*)>;

  static Result<Mapping> private_memory(std::size_t bytes);
  // shared_memory opens or makes /dev/shm/<name>; one process at a time prepares it.
  static Result<Mapping> shared_memory(const std::string& name, std::size_t bytes,
                                       const Prepare& prepare);
  static Result<void> remove(const std::string& name);

  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  ~Mapping();
  [[nodiscard]] void* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  Mapping(void* data, std::size_t size) : data_(data), size_(size) {}
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace av::limit
