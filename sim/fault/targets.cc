#include "sim/fault/targets.h"

#include <algorithm>

namespace ordain {
namespace {

std::vector<NodeId> servers_where(const ClusterView& view,
                                  bool (*want)(const ClusterView&, NodeId)) {
  std::vector<NodeId> out;
  for (uint32_t i = 0; i < view.servers; ++i) {
    if (want(view, NodeId(i))) out.push_back(NodeId(i));
  }
  return out;
}

bool is_up(const ClusterView& view, NodeId node) { return view.up[node.value] != 0; }

std::vector<NodeId> all_but(const ClusterView& view, const std::vector<NodeId>& few) {
  std::vector<NodeId> out;
  for (uint32_t i = 0; i < view.servers; ++i) {
    if (std::find(few.begin(), few.end(), NodeId(i)) == few.end()) out.push_back(NodeId(i));
  }
  return out;
}

Cut one_way(const ClusterView& view, uint64_t id, const std::vector<NodeId>& from,
            const std::vector<NodeId>& to) {
  return {id, CutMode::drop, NodeSet(view.nodes, from), NodeSet(view.nodes, to)};
}

void cut_both_ways(std::vector<Cut>& cuts, const ClusterView& view, uint64_t id,
                   const std::vector<NodeId>& a, const std::vector<NodeId>& b) {
  cuts.push_back(one_way(view, id, a, b));
  cuts.push_back(one_way(view, id, b, a));
}

// Everybody else in two halves that meet only in the middle node.
std::vector<std::vector<NodeId>> halves_beside(const ClusterView& view, NodeId middle,
                                               StrikeId strike, const Choices& choices) {
  const std::vector<NodeId> others = all_but(view, {middle});
  std::vector<NodeId> half =
      choose_some(others, others.size() / 2, FaultAspect::shape, strike, choices);
  std::vector<NodeId> rest;
  std::set_difference(others.begin(), others.end(), half.begin(), half.end(),
                      std::back_inserter(rest));
  return {std::move(half), std::move(rest)};
}

// Each server reaches only its neighbours by number.
std::vector<Cut> ring(const ClusterView& view, uint64_t id) {
  std::vector<Cut> cuts;
  for (uint32_t i = 0; i < view.servers; ++i) {
    const uint32_t next = (i + 1) % view.servers;
    const uint32_t previous = (i + view.servers - 1) % view.servers;
    const std::vector<NodeId> near{NodeId(i), NodeId(next), NodeId(previous)};
    cuts.push_back(one_way(view, id, {NodeId(i)}, all_but(view, near)));
  }
  return cuts;
}

// A bridge takes three servers, and a ring of three cuts nothing.
PartitionShape drawn_shape(uint32_t servers, StrikeId id, const Choices& choices) {
  constexpr PartitionShape kShapes[] = {PartitionShape::isolate, PartitionShape::symmetric,
                                        PartitionShape::one_way, PartitionShape::bridge,
                                        PartitionShape::ring};
  const int64_t last = servers >= 4 ? 4 : servers == 3 ? 3 : 2;
  return kShapes[choose_between(FaultAspect::shape, 0, last, id, choices, 1000)];
}

}  // namespace

int64_t choose_between(FaultAspect aspect, int64_t low, int64_t high, StrikeId id,
                       const Choices& choices, uint64_t ordinal) {
  const Site site{Stream::fault, static_cast<uint8_t>(aspect), id.rule, id.strike, ordinal};
  return from_benign(choices.pick(site, static_cast<uint64_t>(high - low) + 1), low, high);
}

std::vector<NodeId> choose_some(std::vector<NodeId> nodes, size_t count, FaultAspect aspect,
                                StrikeId id, const Choices& choices, uint64_t set) {
  count = std::min(count, nodes.size());
  for (size_t i = 0; i < count; ++i) {
    const auto left = static_cast<int64_t>(nodes.size() - i) - 1;
    const auto j = static_cast<size_t>(choose_between(aspect, 0, left, id, choices, set + i));
    std::swap(nodes[i], nodes[i + j]);
  }
  nodes.resize(count);
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

std::vector<NodeId> resolve_target(const Target& target, const ClusterView& view, StrikeId id,
                                   const Choices& choices, uint64_t set) {
  const auto some = [&](const std::vector<NodeId>& from, size_t count) {
    return choose_some(from, count, FaultAspect::target, id, choices, set);
  };
  const std::vector<NodeId> all =
      servers_where(view, [](const ClusterView&, NodeId) { return true; });
  switch (target.kind) {
    case TargetKind::nodes:
      return target.nodes;
    case TargetKind::leader:
      return view.leader.valid() ? std::vector{view.leader} : std::vector<NodeId>{};
    case TargetKind::follower:
    case TargetKind::followers: {
      std::vector<NodeId> up = servers_where(
          view, [](const ClusterView& v, NodeId n) { return is_up(v, n) && n != v.leader; });
      return target.kind == TargetKind::follower ? some(up, 1) : up;
    }
    case TargetKind::any:
      return some(servers_where(view, is_up), 1);
    case TargetKind::majority:
      return some(all, view.servers / 2 + 1);
    case TargetKind::minority:
      return some(all, (view.servers - 1) / 2);
    case TargetKind::crashed:
      return servers_where(view, [](const ClusterView& v, NodeId n) { return !is_up(v, n); });
    case TargetKind::paused:
      return servers_where(view,
                           [](const ClusterView& v, NodeId n) { return v.paused[n.value] != 0; });
    case TargetKind::writing:
      return some(
          servers_where(view, [](const ClusterView& v,
                                 NodeId n) { return is_up(v, n) && v.writing[n.value] != 0; }),
          1);
    case TargetKind::all:
      return all;
  }
  return {};
}

Action drawn_partition(const Action& action, const ClusterView& view, StrikeId id,
                       const Choices& choices) {
  const bool drawn = action.shape == PartitionShape::random;
  const TargetKind few = view.servers > 2 ? TargetKind::minority : TargetKind::any;
  const Target side_target = drawn ? Target{few, {}} : action.target;
  Action out = action;
  out.shape = drawn ? drawn_shape(view.servers, id, choices) : action.shape;
  std::vector<NodeId> side = resolve_target(side_target, view, id, choices);
  if (drawn && out.shape != PartitionShape::symmetric)
    side = choose_some(side, 1, FaultAspect::shape, id, choices, kOtherSet);
  out.target = {TargetKind::nodes, side};
  switch (out.shape) {
    case PartitionShape::symmetric:
      if (drawn) out.groups = {side, all_but(view, side)};
      break;
    case PartitionShape::one_way: {
      std::vector<NodeId> other =
          drawn ? all_but(view, side) : resolve_target(action.other, view, id, choices, kOtherSet);
      other.erase(std::remove_if(other.begin(), other.end(),
                                 [&](NodeId n) {
                                   return std::find(side.begin(), side.end(), n) != side.end();
                                 }),
                  other.end());
      out.other = {TargetKind::nodes, std::move(other)};
      break;
    }
    case PartitionShape::bridge:
      out.shape = PartitionShape::symmetric;
      if (!side.empty()) out.groups = halves_beside(view, side.front(), id, choices);
      break;
    case PartitionShape::isolate:
    case PartitionShape::ring:
    case PartitionShape::random:
      break;
  }
  return out;
}

std::vector<Cut> partition_cuts(const Action& drawn, const ClusterView& view, uint64_t cut_id) {
  const std::vector<NodeId>& side = drawn.target.nodes;
  std::vector<Cut> cuts;
  switch (drawn.shape) {
    case PartitionShape::symmetric:
      for (size_t a = 0; a < drawn.groups.size(); ++a) {
        for (size_t b = a + 1; b < drawn.groups.size(); ++b) {
          cut_both_ways(cuts, view, cut_id, drawn.groups[a], drawn.groups[b]);
        }
      }
      break;
    case PartitionShape::one_way:
      cuts.push_back(one_way(view, cut_id, side, drawn.other.nodes));
      break;
    case PartitionShape::isolate:
      if (!side.empty()) cut_both_ways(cuts, view, cut_id, side, all_but(view, side));
      break;
    case PartitionShape::ring:
      return ring(view, cut_id);
    case PartitionShape::bridge:
    case PartitionShape::random:
      break;  // never drawn
  }
  return cuts;
}

}  // namespace ordain
