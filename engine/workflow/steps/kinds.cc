#include "workflow/steps/kinds.h"

#include <array>

namespace signalbox::workflow {

namespace {

constexpr std::array kKinds = {
    KindEntry{"intake", outline_intake, read_intake},
    KindEntry{"classify", outline_classify, read_classify},
    KindEntry{"enrich", outline_enrich, read_enrich},
    KindEntry{"call", outline_call, read_call, true},
    KindEntry{"match", outline_match, read_match},
    KindEntry{"decide", outline_decide, read_decide},
    KindEntry{"route", outline_route, read_route},
    KindEntry{"assign", outline_assign, read_assign},
    KindEntry{"wait", outline_wait, read_wait},
    KindEntry{"approve", outline_approve, read_approve},
    KindEntry{"notify", nullptr, read_notify, true},
    KindEntry{"instruct", nullptr, read_instruct, true},
    KindEntry{"set", nullptr, read_set, true},
    KindEntry{"split", outline_split, read_split},
    KindEntry{"handoff", outline_handoff, read_handoff, true},
    KindEntry{"followUp", outline_follow_up, read_follow_up},
    KindEntry{"resolve", nullptr, read_resolve},
    KindEntry{"switch", nullptr, read_switch},
    KindEntry{"parallel", outline_parallel, read_parallel},
    KindEntry{"forEach", outline_for_each, read_for_each},
    KindEntry{"try", outline_try, read_try},
    KindEntry{"end", nullptr, read_end},
};

}  // namespace

std::span<const KindEntry> kinds() { return kKinds; }

}  // namespace signalbox::workflow
