package io.summerbeam.benchmarks.kernels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arms of a kernel that did not put out the same cannot be compared. */
final class Outputs {

  private Outputs() {}

  /**
   * Returns a checksum of it if all arms of each kernel put out the same, in the same order, and
   * the same when their records come again.
   *
   * @throws IllegalStateException naming the arms that differ
   */
  static String mustAgree(Map<String, Kernel> arms) {
    Map<String, Map<String, List<Object>>> byKernel = new LinkedHashMap<>();
    arms.forEach(
        (name, kernel) ->
            byKernel
                .computeIfAbsent(kernelOf(name), k -> new LinkedHashMap<>())
                .put(name, of(name, kernel)));
    List<Object> agreed = new ArrayList<>();
    byKernel.forEach((kernel, outputs) -> agreed.add(mustAgree(kernel, outputs)));
    return Integer.toHexString(agreed.hashCode());
  }

  private static List<Object> mustAgree(String kernel, Map<String, List<Object>> outputs) {
    String first = null;
    List<Object> expected = List.of();
    for (Map.Entry<String, List<Object>> arm : outputs.entrySet()) {
      if (first == null) {
        first = arm.getKey();
        expected = arm.getValue();
      } else if (!expected.equals(arm.getValue())) {
        throw new IllegalStateException(
            "the arms of "
                + kernel
                + " must put out the same, but "
                + first
                + " and "
                + arm.getKey()
                + " differ: "
                + difference(expected, arm.getValue()));
      }
    }
    return expected;
  }

  private static List<Object> of(String name, Kernel kernel) {
    List<Object> once = all(kernel);
    List<Object> again = all(kernel);
    if (once.isEmpty() || !once.equals(again)) {
      throw new IllegalStateException(
          name
              + " must put out the same each time, and something, but was: "
              + difference(once, again));
    }
    return once;
  }

  private static List<Object> all(Kernel kernel) {
    List<Object> outputs = new ArrayList<>();
    for (int i = 0; i < kernel.bundles(); i++) {
      kernel.bundle(outputs::add);
    }
    return outputs;
  }

  private static String difference(List<Object> one, List<Object> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return "output " + i + " is " + one.get(i) + " and " + other.get(i);
      }
    }
    return one.size() + " and " + other.size() + " outputs";
  }

  private static String kernelOf(String arm) {
    return arm.substring(0, arm.indexOf('/'));
  }
}
