package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlFile;
import io.summerbeam.transforms.yaml.YamlList;
import io.summerbeam.transforms.yaml.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

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
 * <p>The file may have two more sections, both of which may be missing:
 *
 * <pre>
 * tables:                           # where the tables are, for who reads them
 *   airports: airports.csv
 * error_threshold:                  # as in {@link ErrorThreshold}
 *   ratio: 0.05                     # or count: 1000
 *   windows: fixed PT5M             # or within: PT1M, by the clock; else all are counted together
 *   minimum_records: 1000           # 100 if it is missing; for a ratio only
 * </pre>
 *
 * <p>{@link Validate#expect(Expectations)} takes the threshold. {@code tables} only says where the
 * tables are ({@link #tableFiles}): {@code ./summerbeam run validate} reads them from there, in
 * Java {@link #withTable} gives them. A policy for masking may stand in the same file; its sections
 * are left alone, and any other is an error.
 *
 * <p>Everything that is wrong in a file is told at once, with its lines. What does not fit the
 * records is told with it where their schema is given to {@link #load(Path, Schema)}, else when the
 * pipeline is built; what does not fit a table, when the pipeline is built.
 */
public final class Expectations {

  // Those of io.summerbeam.transforms.mask.policy.MaskPolicy.
  private static final String[] POLICY = {
    "version", "keys", "fields", "tags", "strict", "dead_letters"
  };

  private final String file;
  private final List<Entry> entries;
  private final Map<String, String> tableFiles;
  private final @Nullable ErrorThreshold errorThreshold;
  private final Map<String, PCollection<Row>> tables;

  private Expectations(
      String file,
      List<Entry> entries,
      Map<String, String> tableFiles,
      @Nullable ErrorThreshold errorThreshold,
      Map<String, PCollection<Row>> tables) {
    this.file = file;
    this.entries = entries;
    this.tableFiles = tableFiles;
    this.errorThreshold = errorThreshold;
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
    return read(YamlFile.read(file), null);
  }

  /**
   * Reads a local file for records that are known: what does not fit them is told together with
   * what is wrong in the file. It is checked again when the pipeline is built.
   *
   * @param input the schema of the records
   * @throws IllegalArgumentException if something in it is wrong, or does not fit the records
   */
  public static Expectations load(Path file, Schema input) {
    return read(YamlFile.read(file), input);
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException if something in it is wrong
   */
  public static Expectations parse(String name, String text) {
    return read(YamlFile.parse(name, text), null);
  }

  private static Expectations read(YamlFile file, @Nullable Schema input) {
    YamlErrors errors = file.errors();
    YamlMap root = file.settings();
    // A name near to it is told of as one that is wrong.
    if (!root.has("expectations") && NearestName.to("expectations", root.keys()).isEmpty()) {
      errors.add(root, "expectations is missing.");
    }
    List<Entry> entries = new ArrayList<>();
    root.list("expectations").ifPresent(list -> readAll(list, input, errors, entries));
    Map<String, String> tableFiles = new LinkedHashMap<>();
    root.map("tables").ifPresent(map -> readTables(map, entries, errors, tableFiles));
    ErrorThreshold threshold =
        root.map("error_threshold")
            .map(map -> ThresholdReader.read(map, root.lineOf("error_threshold"), errors))
            .orElse(null);
    root.leaveAlone(POLICY);
    root.noOthers();
    errors.throwIfAny();
    return new Expectations(errors.file(), List.copyOf(entries), tableFiles, threshold, Map.of());
  }

  private static void readTables(
      YamlMap map, List<Entry> entries, YamlErrors errors, Map<String, String> files) {
    Set<String> used = names(entries);
    for (String name : map.keys()) {
      map.text(name).ifPresent(file -> files.put(name, file));
      if (!used.contains(name)) {
        errors.add(
            map.lineOf(name),
            "no expectation looks into the table '"
                + name
                + "'. Leave it out, or name it in an expectation: table: "
                + name);
      }
    }
  }

  private static void readAll(
      YamlList list, @Nullable Schema input, YamlErrors errors, List<Entry> entries) {
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
        entry
            .make(Map.of(), errors)
            .filter(made -> input != null)
            .ifPresent(made -> checkFit(made, entry, Objects.requireNonNull(input), errors));
      }
    }
  }

  private static void checkFit(
      Expectation expectation, Entry entry, Schema input, YamlErrors errors) {
    try {
      expectation.rule().check(input, "expectation '" + entry.settings().name() + "'");
    } catch (IllegalArgumentException e) {
      errors.add(entry.line(), String.valueOf(e.getMessage()));
    }
  }

  /** Gives a table that {@code table:} names. */
  public Expectations withTable(String name, PCollection<Row> table) {
    Map<String, PCollection<Row>> more = new TreeMap<>(tables);
    more.put(name, table);
    return new Expectations(file, entries, tableFiles, errorThreshold, more);
  }

  /** The names of the tables that the file asks for. */
  public Set<String> tables() {
    return names(entries);
  }

  /** Where the section {@code tables} says that tables are, as it is written there, by name. */
  public Map<String, String> tableFiles() {
    return Collections.unmodifiableMap(tableFiles);
  }

  /** How many records may fail; empty where the file does not say. */
  public Optional<ErrorThreshold> errorThreshold() {
    return Optional.ofNullable(errorThreshold);
  }

  private static Set<String> names(List<Entry> entries) {
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
    YamlErrors errors = new YamlErrors(file);
    for (Entry entry : entries) {
      entry.make(tables, errors).ifPresent(all::add);
    }
    errors.throwIfAny();
    return all;
  }
}
