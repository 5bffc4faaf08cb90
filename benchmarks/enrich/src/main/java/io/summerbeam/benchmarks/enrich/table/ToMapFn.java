package io.summerbeam.benchmarks.enrich.table;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.values.Row;

/** Makes a map of the table. */
final class ToMapFn extends Combine.CombineFn<Row, Map<String, Customer>, Map<String, Customer>> {

  private static final long serialVersionUID = 1;

  @Override
  public Map<String, Customer> createAccumulator() {
    return new HashMap<>();
  }

  @Override
  public Map<String, Customer> addInput(Map<String, Customer> map, Row customer) {
    map.put(customer.getValue(0), Customer.of(customer));
    return map;
  }

  @Override
  public Map<String, Customer> mergeAccumulators(Iterable<Map<String, Customer>> maps) {
    Map<String, Customer> merged = new HashMap<>();
    maps.forEach(merged::putAll);
    return merged;
  }

  @Override
  public Map<String, Customer> extractOutput(Map<String, Customer> map) {
    return map;
  }

  @Override
  public Coder<Map<String, Customer>> getAccumulatorCoder(
      CoderRegistry registry, Coder<Row> input) {
    return new CustomersCoder();
  }

  @Override
  public Coder<Map<String, Customer>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<Row> input) {
    return new CustomersCoder();
  }
}
