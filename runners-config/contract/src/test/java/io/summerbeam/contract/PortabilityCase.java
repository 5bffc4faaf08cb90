package io.summerbeam.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A line of the portability table. */
interface PortabilityCase {

  /** All of them, in the order of the table. */
  static Set<PortabilityCase> all() {
    Set<PortabilityCase> all = new LinkedHashSet<>(List.of(ContractCase.values()));
    all.addAll(List.of(StreamCase.values()));
    all.addAll(List.of(LookupCase.values()));
    all.addAll(List.of(ServerCase.values()));
    all.addAll(List.of(FormatCase.values()));
    all.addAll(List.of(BigQueryCase.values()));
    return all;
  }

  /** Unlike that of any other case. */
  String name();

  /** How it stands in the table. */
  String title();

  /** The lines it must give, sorted. */
  List<String> expected();
}
