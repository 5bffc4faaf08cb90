package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlFile;
import io.summerbeam.transforms.yaml.YamlList;
import io.summerbeam.transforms.yaml.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Expectations that are written in a YAML file, for {@link Validate#expect(Expectations)}:
 *
 * <pre>
 * expectations:
 *   - name: distance_positive       # mandatory, and each only once
 *     expression: distance &gt; 0      # in CEL
 *     on_failure: warn              # warn, drop, dead_letter (the default), fail
 *   - name: has_origin
 *     field: origin                 # a path: customer.zip, items[*].sku
 *     not_null: true
 *   - name: delay_plausible
 *     field: delay
 *     from: -1440                   # one of them may be missing
 *     to: 2880
 *     or_null: true                 # null keeps it, too
 *   - name: airport_code
 *     field: origin
 *     matches: "[A-Z]{3}"           # RE2, the whole text
 *   - name: known_state
 *     field: state
 *     one_of: [MI, NV]
 *   - name: short_comment
 *     field: comment
 *     min_length: 1                 # one of them may be missing
 *     max_length: 200
 *   - name: once
 *     fields: [order_id, line]
 *     unique: true
 *     within: P1D                   # for unbounded input; else the window
 *   - name: in_order
 *     field: sequence
 *     monotonic_by: [device]
 *   - name: known_airport
 *     field: origin
 *     table: airports               # given by withTable()
 *     table_field: iata
 * </pre>
 *
 * <p>Each rule means what the method of {@link Expectation} with that name says ({@code from} and
 * {@code to}: {@link Expectation#inRange}; {@code table}: {@link Expectation#references}). What
 * needs Java is not in files: predicates and {@link Expectation#conformsTo}.
 *
 * <p>Everything that is wrong in a file is told at once, with its lines; what does not fit the
 * records, when the pipeline is built. Other sections of the file are not looked at.
 */
public final class Expectations {

  private final YamlFile file;
  private final List<Entry> entries;
  private final Map<String, PCollection<Row>> tables;

  private Expectations(YamlFile file, List<Entry> entries, Map<String, PCollection<Row>> tables) {
    this.file = file;
    this.entries = entries;
    this.tables = tables;
  }

  private record Entry(int line, ExpectationSettings settings) {

    Optional<Expectation> make(Map<String, PCollection<Row>> tables, YamlErrors errors) {
      try {
        return Optional.of(settings.expectation(tables).from(errors.file() + " line " + line));
      } catch (IllegalArgumentException e) {
        errors.add(line, "expectation '" + settings.name() + "': " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /**
   * Reads a local file.
   *
   * @throws IllegalArgumentException if something in it is wrong
   */
  public static Expectations load(Path file) {
    return read(YamlFile.read(file));
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException if something in it is wrong
   */
  public static Expectations parse(String name, String text) {
    return read(YamlFile.parse(name, text));
  }

  private static Expectations read(YamlFile file) {
    YamlErrors errors = file.errors();
    YamlMap root = file.settings();
    if (!root.has("expectations")) {
      errors.add(
          root,
          "expectations is missing"
              + NearestName.to("expectations", root.keys())
                  .map(near -> ". Is '" + near + "' meant to be it?")
                  .orElse("."));
    }
    List<Entry> entries = new ArrayList<>();
    root.list("expectations").ifPresent(list -> readAll(list, errors, entries));
    errors.throwIfAny();
    return new Expectations(file, List.copyOf(entries), Map.of());
  }

  private static void readAll(YamlList list, YamlErrors errors, List<Entry> entries) {
    if (list.nodes().isEmpty()) {
      errors.add(list, "expectations must have at least one expectation.");
    }
    Map<String, Integer> lines = new HashMap<>();
    for (YamlMap map : list.maps()) {
      int before = errors.count();
      Entry entry = new Entry(map.line(), new ExpectationReader(map, errors).read());
      entries.add(entry);
      String name = entry.settings().name();
      Integer other = name == null ? null : lines.putIfAbsent(name, entry.line());
      if (other != null) {
        errors.add(
            entry.line(), "the name '" + name + "' is there already, in line " + other + ".");
      }
      // Tables come later; and where a setting is wrong, what it makes of the rule is no news.
      if (errors.count() == before && entry.settings().table() == null) {
        entry.make(Map.of(), errors);
      }
    }
  }

  /** Gives a table that {@code table:} names. */
  public Expectations withTable(String name, PCollection<Row> table) {
    Map<String, PCollection<Row>> more = new TreeMap<>(tables);
    more.put(name, table);
    return new Expectations(file, entries, more);
  }

  /** The names of the tables that the file asks for. */
  public Set<String> tables() {
    Set<String> names = new TreeSet<>();
    for (Entry entry : entries) {
      String table = entry.settings().table();
      if (table != null) {
        names.add(table);
      }
    }
    return names;
  }

  /**
   * The expectations, in the order of the file.
   *
   * @throws IllegalArgumentException if a table is missing that the file asks for
   */
  List<Expectation> all() {
    List<Expectation> all = new ArrayList<>();
    YamlErrors errors = new YamlErrors(file.errors().file());
    for (Entry entry : entries) {
      entry.make(tables, errors).ifPresent(all::add);
    }
    errors.throwIfAny();
    return all;
  }
}
