// The clients' operations as a Jepsen history: one event a line, as EDN (Jepsen, Knossos, Elle) or
// JSON, for other checkers and for `ordain check`.
//
// Indexes are dense from 0. A process has at most one open operation: a client with several is
// several processes. One whose operation ended indeterminate never acts again: its client goes on
// as process p + concurrency. Operations still open at the end stay open. `key` names the object;
// `exact` marks a read that observed nil, which Knossos would otherwise read as "not recorded". The
// values are those of sim/check/recorded.h. If
// any operation is a transaction then all are, and none has a key: as Elle has them.
#pragma once

#include <vector>

#include "sim/core/operation.h"
#include "sim/run/export/text_sink.h"

namespace ordain {

void export_history_edn(const std::vector<OpRecord>& history, TextSink& out);
void export_history_ndjson(const std::vector<OpRecord>& history, TextSink& out);

}  // namespace ordain
