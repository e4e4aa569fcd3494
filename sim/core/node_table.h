// All nodes of one kind, behind one interface, so that the world knows no protocol.
//
// A node is a plain described value with handlers (N stands for it):
//
//   struct N {
//     using Config = ...;                            // shared by all nodes of the kind
//     using Messages = std::variant<A, B>;           // what it handles; others are ignored
//     enum class Timer : uint8_t {...};              // described; optional, as are:
//     enum class Pick : uint8_t {...};               //   its named random picks,
//     enum class Area : uint8_t {...};               //   its disk's areas
//     N(const Config&, NodeId self);                 // a fresh node
//     static N recover(const Config&, NodeId self, const Durable&);   // after a crash
//     void on_start(Ctx&);                           // at each start and restart
//     void on(const A&, NodeId from, Ctx&);          // one a message
//     void on_timer(Timer, Ctx&);  or  void on_timer(Timer, uint64_t key, Ctx&);
//     BOOST_DESCRIBE_CLASS(N, (), (fields...), (), ())
//   };
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain {

class NodeTable {
 public:
  virtual ~NodeTable() = default;

  virtual std::string_view kind() const = 0;
  virtual uint32_t size() const = 0;
  virtual const void* config() const = 0;
  virtual uint8_t pick_count() const = 0;
  virtual bool uses_disk() const = 0;

  // Where a node lies in memory, for prefetching only; null if it is nowhere.
  const void* address(uint32_t slot) const {
    return base_ == nullptr ? nullptr : base_ + static_cast<size_t>(slot) * stride_;
  }

  // A foreign node (a C library, a child process) cannot be copied: its table returns false and the
  // engine runs again from the start instead.
  virtual bool copyable() const { return true; }
  virtual std::unique_ptr<NodeTable> clone() const = 0;  // requires copyable()
  // Node `to` becomes as node `from` is; to == size() adds a slot. Requires copyable().
  virtual void copy_slot(uint32_t from, uint32_t to) = 0;

  // `slot` is the node's place in this table.
  virtual void boot(uint32_t slot, NodeId self, const Durable* disk) = 0;  // null: never started
  virtual void start(uint32_t slot, Ctx& ctx) = 0;
  virtual bool deliver(uint32_t slot, const Payload& message, NodeId from, Ctx& ctx) = 0;
  virtual void timer(uint32_t slot, uint8_t timer, uint64_t key, Ctx& ctx) = 0;

  virtual void encode(uint32_t slot, Encoder& out) const = 0;
  virtual void write_json(uint32_t slot, JsonWriter& out) const = 0;
  virtual std::string_view timer_name(uint8_t timer) const = 0;
  virtual std::string_view pick_name(uint8_t pick) const = 0;

 protected:
  const char* base_ = nullptr;
  size_t stride_ = 0;
};

namespace detail {

template <class E>
std::string_view name_of(uint8_t value) {
  return enum_name(static_cast<E>(value));
}

template <class E>
constexpr uint8_t enumerator_count() {
  return static_cast<uint8_t>(
      boost::mp11::mp_size<boost::describe::describe_enumerators<E>>::value);
}

// Calls node.on(message, ...) if the payload is an M.
template <class M, class N>
bool deliver_as(N& node, const Payload& message, NodeId from, Ctx& ctx) {
  if (!message.is<M>()) return false;
  node.on(message.as<M>(), from, ctx);
  return true;
}

template <class N, class... M>
bool dispatch(N& node, const Payload& message, NodeId from, Ctx& ctx, std::variant<M...>*) {
  return (deliver_as<M>(node, message, from, ctx) || ...);
}

}  // namespace detail

template <class N>
class TypedNodes final : public NodeTable {
 public:
  using Config = typename N::Config;

  TypedNodes(std::shared_ptr<const Config> config, uint32_t count) : config_(std::move(config)) {
    nodes_.reserve(count);
    for (uint32_t i = 0; i < count; ++i) nodes_.emplace_back(*config_, kNoNode);
    locate();
  }
  TypedNodes(const TypedNodes& other)
      : NodeTable(other), config_(other.config_), nodes_(other.nodes_) {
    locate();
  }

  std::string_view kind() const override { return type_name<N>(); }
  uint32_t size() const override { return static_cast<uint32_t>(nodes_.size()); }
  const void* config() const override { return config_.get(); }
  bool uses_disk() const override {
    return requires { typename N::Area; };
  }
  uint8_t pick_count() const override {
    if constexpr (requires { typename N::Pick; }) {
      return detail::enumerator_count<typename N::Pick>();
    } else {
      return 0;
    }
  }
  std::unique_ptr<NodeTable> clone() const override { return std::make_unique<TypedNodes>(*this); }
  void copy_slot(uint32_t from, uint32_t to) override {
    if (to < nodes_.size()) {
      nodes_[to] = nodes_[from];
    } else {
      nodes_.push_back(N(nodes_[from]));
      locate();
    }
  }

  void boot(uint32_t slot, NodeId self, const Durable* disk) override {
    if constexpr (requires { N::recover(*config_, self, *disk); }) {
      if (disk != nullptr) {
        nodes_[slot] = N::recover(*config_, self, *disk);
        return;
      }
    }
    nodes_[slot] = N(*config_, self);
  }
  void start(uint32_t slot, Ctx& ctx) override {
    if constexpr (requires(N & node) { node.on_start(ctx); }) nodes_[slot].on_start(ctx);
  }
  bool deliver(uint32_t slot, const Payload& message, NodeId from, Ctx& ctx) override {
    return detail::dispatch(nodes_[slot], message, from, ctx,
                            static_cast<typename N::Messages*>(nullptr));
  }
  void timer(uint32_t slot, uint8_t timer, uint64_t key, Ctx& ctx) override {
    if constexpr (requires { typename N::Timer; }) {
      const auto name = static_cast<typename N::Timer>(timer);
      if constexpr (requires(N & node) { node.on_timer(name, key, ctx); }) {
        nodes_[slot].on_timer(name, key, ctx);
      } else {
        nodes_[slot].on_timer(name, ctx);
      }
    }
  }

  void encode(uint32_t slot, Encoder& out) const override { ordain::encode(out, nodes_[slot]); }
  void write_json(uint32_t slot, JsonWriter& out) const override {
    ordain::write_json(out, nodes_[slot]);
  }
  std::string_view timer_name(uint8_t timer) const override {
    if constexpr (requires { typename N::Timer; }) {
      return detail::name_of<typename N::Timer>(timer);
    } else {
      return "?";
    }
  }
  std::string_view pick_name(uint8_t pick) const override {
    if constexpr (requires { typename N::Pick; }) {
      return detail::name_of<typename N::Pick>(pick);
    } else {
      return "?";
    }
  }

  // For tests and goals that look at a node directly.
  const N& node(uint32_t slot) const { return nodes_[slot]; }
  N& node(uint32_t slot) { return nodes_[slot]; }

 private:
  void locate() {
    base_ = reinterpret_cast<const char*>(nodes_.data());
    stride_ = sizeof(N);
  }
  std::shared_ptr<const Config> config_;
  std::vector<N> nodes_;
};

}  // namespace ordain
