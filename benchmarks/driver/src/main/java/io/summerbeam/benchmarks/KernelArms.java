package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arms of the kernels: a name is the kernel and who wrote it, {@code validate/by-hand}. A
 * kernel over a table of so many keys says so: {@code enrich@10000-keys/by-hand}.
 */
final class KernelArms {

  private static final String BY_HAND = "/by-hand";

  private final String classPath;
  private final Jvm jvm;

  KernelArms(ClassPaths classPaths, Jvm jvm) throws BenchException {
    this.classPath = classPaths.kernels();
    this.jvm = jvm;
  }

  /** All that a size has, in the order of the table. */
  List<ArmSpec> all(Size size) {
    List<ArmSpec> arms = new ArrayList<>();
    arms.add(arm("runner/pass-through", "what the runner costs, which is in all the others too"));
    arms.add(arm("validate/by-hand", "three conditions on fields by index"));
    arms.add(arm("validate/summerbeam", "three expectations in CEL"));
    arms.add(arm("validate/summerbeam-java", "three expectations in Java, one of the whole row"));
    arms.add(arm("steps/by-hand", "one DoFn"));
    arms.add(arm("steps/summerbeam", "Steps.of() of three validations in CEL"));
    arms.addAll(enrich("enrich", 3_376));
    for (int keys : tables(size)) {
      arms.addAll(enrich("enrich@" + keys + "-keys", keys));
    }
    arms.add(arm("lookup-cached/by-hand", "two values out of a Caffeine cache, all hits"));
    arms.add(arm("lookup-cached/summerbeam", "Enrich.fromLookup() with a cache, all hits"));
    arms.add(arm("decode/by-hand", "Jackson's tokens, and the time digit by digit"));
    arms.add(arm("decode/summerbeam", "strict JSON and its event time"));
    arms.add(arm("decode/beam", "Beam's JsonToRow, and Joda's formatter"));
    arms.add(arm("decode/databind", "Jackson's databind, and the time digit by digit"));
    arms.add(arm("decode-avro/by-hand", "GenericDatumReader, and its values by index"));
    arms.add(arm("decode-avro/summerbeam", "AvroFormat"));
    arms.add(arm("decode-avro/beam", "GenericDatumReader, and Beam's AvroUtils"));
    arms.add(arm("format-preserve/by-hand", "FF1 of 16 digits by Bouncy Castle's engine"));
    arms.add(arm("format-preserve/summerbeam", "FF1 of 16 digits, and the dashes kept"));
    arms.add(arm("mask/by-hand", "2 of 10 fields to HMACs, 1 redacted: digests cloned, by index"));
    arms.add(arm("mask/summerbeam", "Mask.fields() of two hash() and a redact()"));
    arms.add(arm("mask/idiomatic", "Mac.getInstance(), and a row built by names"));
    arms.add(arm("scrub-clean/summerbeam", "all detectors, 1,000 characters with nothing to find"));
    arms.add(arm("scrub-hits/summerbeam", "all detectors, 1,000 characters with some 12 hits"));
    return arms;
  }

  /** A JVM that measures these arms of one kernel. */
  ArmSpec together(List<ArmSpec> arms) {
    String names = arms.stream().map(ArmSpec::name).collect(Collectors.joining(","));
    String kernel = arms.get(0).task();
    return spec("kernels-" + kernel, "", kernel, null, List.of("--arms=" + names));
  }

  // To make a large table takes longer than to measure a step in the smaller sizes.
  private static List<Integer> tables(Size size) {
    return switch (size) {
      case TINY, SMALL -> List.of(10_000);
      case FULL -> List.of(10_000, 100_000, 1_000_000);
    };
  }

  private List<ArmSpec> enrich(String kernel, int keys) {
    String count = Text.grouped(keys);
    return List.of(
        arm(kernel + BY_HAND, "two values out of a HashMap of " + count),
        arm(kernel + "/summerbeam", "two values out of a bounded table of " + count),
        arm(kernel + "/summerbeam-snapshot", "two values out of a snapshot of " + count));
  }

  private ArmSpec arm(String name, String setting) {
    String kernel = name.substring(0, name.indexOf('/'));
    boolean rivals = !name.endsWith(BY_HAND) && !kernel.equals("runner");
    return spec(name, setting, kernel, rivals ? kernel + BY_HAND : null, List.of());
  }

  private ArmSpec spec(
      String name, String setting, String kernel, @Nullable String rival, List<String> arguments) {
    return new ArmSpec(
        name,
        setting,
        kernel,
        rival,
        jvm,
        new Launch(
            classPath, List.of(), "io.summerbeam.benchmarks.kernels.KernelsMain", arguments));
  }
}
