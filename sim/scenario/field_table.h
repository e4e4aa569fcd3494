// The field table: one list of a struct's fields drives its parsing and writing, its defaults, its
// JSON Schema and its page of the reference, so that these cannot disagree.
//
//   std::shared_ptr<const AnyTable> table = Table<Config>("raft")
//       .range("election_timeout", &Config::election_low, &Config::election_high,
//              "how long a follower waits for a leader before it stands for election")
//       .at_least(milliseconds(1))
//       .field("heartbeat", &Config::heartbeat, "how often a leader sends AppendEntries")
//       .share();
//
// A field's type chooses how it is spelled (codec.h); its default is what a fresh struct holds.
// Modifiers (at_least, at_most, required) apply to the field before them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/codec_model.h"

namespace ordain {

class AnyTable;

enum class NestedAs : uint8_t { object, list };

struct Field {
  std::string key;
  std::string about;
  std::string words;  // its type, for the reference page
  Value fallback;     // its default; null: none
  bool required = false;
  Limits limits;
  std::shared_ptr<const AnyTable> nested;  // of an object, or of a list's elements
  NestedAs nested_as = NestedAs::object;
  std::function<void(const At&, void* object, const Limits&, Reading&)> read;
  std::function<Value(const void* object)> write;  // null: only a later pass knows how
  std::function<Value(const Limits&)> schema;      // its type in JSON Schema; null where nested
};

// A table without its struct's type: what the generators and a protocol's registration see.
class AnyTable {
 public:
  AnyTable(std::string name, std::function<std::shared_ptr<void>()> fresh)
      : name_(std::move(name)), fresh_(std::move(fresh)) {}
  virtual ~AnyTable() = default;

  const std::string& name() const { return name_; }
  const std::vector<Field>& fields() const { return fields_; }
  std::vector<std::string> keys() const;
  const Field* find(std::string_view key) const;

  // A struct with every default.
  std::shared_ptr<void> fresh() const { return fresh_(); }
  // Reads an object's members into the struct; unknown keys are problems.
  void read(const At& at, void* object, Reading& reading) const;
  std::shared_ptr<const void> parse(const At& at, Reading& reading) const;
  // The two halves of read(), for an object whose keys two tables share: the members that this
  // table knows; and whether each key is known to this table or is one of `others`.
  void read_known(const At& at, void* object, Reading& reading) const;
  void check_keys(const At& at, const std::vector<std::string>& others, Reading& reading) const;

  // The required members and those in which the struct differs from `base`; a reader that starts
  // from `base` takes them back. Members that a later pass reads are left out.
  Value write(const void* object, const void* base) const;

  // The JSON Schema of such an object; unknown keys are not allowed in it.
  Value schema() const;
  // Only the keys: {"key": {...}, ...}, each with its text and default.
  Value schema_properties() const;

 protected:
  std::vector<Field> fields_;

 private:
  std::string name_;
  std::function<std::shared_ptr<void>()> fresh_;
};

template <class C>
class Table : public AnyTable {
 public:
  explicit Table(std::string name)
      : AnyTable(std::move(name), [] { return std::make_shared<C>(); }) {}

  template <class T>
  Table& field(std::string key, T C::*member, std::string about) {
    return add<T>(std::move(key), std::move(about), Codec<T>::write(C{}.*member),
                  [member](const At& at, void* object, const Limits& limits, Reading& reading) {
                    Codec<T>::read(at, static_cast<C*>(object)->*member, limits, reading);
                  })
        .written([member](const C& object) { return Codec<T>::write(object.*member); });
  }

  // Two members, spelled as one range: ["150ms", "300ms"], or one value for both ends.
  template <class T>
  Table& range(std::string key, T C::*low, T C::*high, std::string about) {
    const C fresh{};
    return add<Pair<T>>(
               std::move(key), std::move(about), Codec<Pair<T>>::write({fresh.*low, fresh.*high}),
               [low, high](const At& at, void* object, const Limits& limits, Reading& reading) {
                 C& c = *static_cast<C*>(object);
                 Pair<T> read{c.*low, c.*high};
                 Codec<Pair<T>>::read(at, read, limits, reading);
                 c.*low = read.low;
                 c.*high = read.high;
               })
        .written([low, high](const C& object) {
          return Codec<Pair<T>>::write({object.*low, object.*high});
        });
  }

  // A member spelled as W, a struct with the one field `value` and a codec of its own.
  template <class W, class T>
  Table& field_as(std::string key, T C::*member, std::string about) {
    return add<W>(std::move(key), std::move(about), Codec<W>::write(W{C{}.*member}),
                  [member](const At& at, void* object, const Limits& limits, Reading& reading) {
                    W read{static_cast<C*>(object)->*member};
                    Codec<W>::read(at, read, limits, reading);
                    static_cast<C*>(object)->*member = read.value;
                  })
        .written([member](const C& object) { return Codec<W>::write(W{object.*member}); });
  }

  // All fields of a member's table, as if they were this struct's own.
  template <class T>
  Table& inlined(T C::*member, const Table<T>& table) {
    for (Field field : table.fields()) {
      field.read = [member, read = field.read](const At& at, void* object, const Limits& limits,
                                               Reading& reading) {
        read(at, &(static_cast<C*>(object)->*member), limits, reading);
      };
      if (field.write) {
        field.write = [member, write = field.write](const void* object) {
          return write(&(static_cast<const C*>(object)->*member));
        };
      }
      fields_.push_back(std::move(field));
    }
    return *this;
  }

  // An object or a list of objects that a later pass reads; its table is for the documents.
  Table& later(std::string key, Raw C::*member, NestedAs as, std::shared_ptr<const AnyTable> table,
               std::string about) {
    return add_nested(std::move(key), std::move(about), as, std::move(table),
                      [member](const At& at, void* object, const Limits&, Reading& reading) {
                        Codec<Raw>::read(at, static_cast<C*>(object)->*member, {}, reading);
                      });
  }
  // The schema of the field before, where its codec cannot know it.
  Table& with_schema(Value schema, std::string words) {
    fields_.back().schema = [schema](const Limits&) { return schema; };
    fields_.back().words = std::move(words);
    return *this;
  }

  // A struct with a table of its own, or a list of such structs.
  template <class T>
  Table& object(std::string key, T C::*member, std::shared_ptr<const Table<T>> table,
                std::string about);
  template <class T>
  Table& objects(std::string key, std::vector<T> C::*member, std::shared_ptr<const Table<T>> table,
                 std::string about);
  template <class T>
  Table& maybe_object(std::string key, std::optional<T> C::*member,
                      std::shared_ptr<const Table<T>> table, std::string about);

  Table& at_least(int64_t low) {
    fields_.back().limits.low = low;
    return *this;
  }
  Table& at_most(int64_t high) {
    fields_.back().limits.high = high;
    return *this;
  }
  Table& at_least(Duration low) { return at_least(low.ns); }
  Table& at_most(Duration high) { return at_most(high.ns); }
  Table& required() {
    fields_.back().required = true;
    fields_.back().fallback = {};
    return *this;
  }

  std::shared_ptr<const Table> share() const { return std::make_shared<const Table>(*this); }

 private:
  // How the field before is written.
  template <class Write>
  Table& written(Write write) {
    fields_.back().write = [write](const void* object) {
      return write(*static_cast<const C*>(object));
    };
    return *this;
  }
  template <class T, class Read>
  Table& add(std::string key, std::string about, Value fallback, Read read) {
    Field& added = fields_.emplace_back();
    added.key = std::move(key);
    added.about = std::move(about);
    added.words = Codec<T>::words();
    added.fallback = std::move(fallback);
    added.read = std::move(read);
    added.schema = &Codec<T>::schema;
    return *this;
  }
  template <class Read>
  Table& add_nested(std::string key, std::string about, NestedAs as,
                    std::shared_ptr<const AnyTable> table, Read read);
};

template <class C>
template <class Read>
Table<C>& Table<C>::add_nested(std::string key, std::string about, NestedAs as,
                               std::shared_ptr<const AnyTable> table, Read read) {
  Field& added = fields_.emplace_back();
  added.key = std::move(key);
  added.about = std::move(about);
  added.words = as == NestedAs::list ? "list of objects" : "object";
  added.nested_as = as;
  added.nested = std::move(table);
  added.read = std::move(read);
  return *this;
}

template <class C>
template <class T>
Table<C>& Table<C>::object(std::string key, T C::*member, std::shared_ptr<const Table<T>> table,
                           std::string about) {
  return add_nested(std::move(key), std::move(about), NestedAs::object, table,
                    [member, table](const At& at, void* object, const Limits&, Reading& reading) {
                      table->read(at, &(static_cast<C*>(object)->*member), reading);
                    })
      .written([member, table](const C& object) {
        const T fresh{};
        return table->write(&(object.*member), &fresh);
      });
}

template <class C>
template <class T>
Table<C>& Table<C>::objects(std::string key, std::vector<T> C::*member,
                            std::shared_ptr<const Table<T>> table, std::string about) {
  return add_nested(std::move(key), std::move(about), NestedAs::list, table,
                    [member, table](const At& at, void* object, const Limits&, Reading& reading) {
                      if (!codec::is_list(at, reading)) return;
                      auto& out = static_cast<C*>(object)->*member;
                      for (size_t i = 0; i < at.value.items.size(); ++i) {
                        table->read(at.element(i), &out.emplace_back(), reading);
                      }
                    });
}

template <class C>
template <class T>
Table<C>& Table<C>::maybe_object(std::string key, std::optional<T> C::*member,
                                 std::shared_ptr<const Table<T>> table, std::string about) {
  return add_nested(std::move(key), std::move(about), NestedAs::object, table,
                    [member, table](const At& at, void* object, const Limits&, Reading& reading) {
                      table->read(at, &(static_cast<C*>(object)->*member).emplace(), reading);
                    });
}

}  // namespace ordain
