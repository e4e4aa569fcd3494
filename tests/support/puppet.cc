#include "tests/support/puppet.h"

namespace ordain::test {

Puppet Puppet::recover(const Config& config, NodeId self, const Durable& disk) {
  Puppet out(config, self);
  out.recovered = true;
  for (const Record& record : disk.area(static_cast<uint8_t>(Area::log)).log) {
    out.kept.push_back(record.rotten ? kRotten : record.value.as<Poke>().number);
  }
  if (const Poke* single = disk.find<Poke>(Area::single)) out.kept_single = single->number;
  return out;
}

void Puppet::on_start(Ctx& ctx) {
  if (ctx.config<Config>().start) ctx.config<Config>().start(*this, ctx);
}

void Puppet::on(const Poke& poke, NodeId from, Ctx& ctx) {
  heard.push_back({poke.number, from, ctx.channel(), ctx.now()});
  if (ctx.config<Config>().poke) ctx.config<Config>().poke(*this, poke, from, ctx);
}

void Puppet::on_timer(Timer timer, uint64_t key, Ctx& ctx) {
  fired.push_back({key, self, ctx.channel(), ctx.now()});
  if (ctx.config<Config>().timer) ctx.config<Config>().timer(*this, timer, key, ctx);
}

}  // namespace ordain::test
