package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.MaskPayload;
import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.ReversibleMaskRule;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlFile;
import io.summerbeam.transforms.yaml.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;

/**
 * What is to be masked, and how, in YAML: a file that those write who answer for the data, for all
 * pipelines that have it.
 *
 * <pre>
 * version: 1
 * keys:                       # where they are; none is here
 *   pseudonyms: env:PSEUDONYM_KEY
 *   tokens: file:/etc/keys/tokens.json
 * fields:                     # by path
 *   password: redact
 *   "items[*].card": { technique: keep_last, count: 4 }
 * tags:                       # by the options of the schema's fields
 *   pii:
 *     email: { technique: hash, key: pseudonyms }
 *     name: { technique: tokenize, key: tokens }
 * strict: true                # a field with a tag and no treatment is an error
 * dead_letters: { payload: mask, unparseable: drop }
 * </pre>
 *
 * <pre>{@code
 * MaskPolicy policy = MaskPolicy.load(file);
 * customers.apply(policy.toMask(customers.getSchema()).withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Techniques</b> are those of {@link io.summerbeam.transforms.mask.MaskRules}, with all their
 * settings: {@code redact} (text), {@code nullify}, {@code keep_first} and {@code keep_last}
 * (count, mask_character), {@code mask_pattern} (pattern, replacement, match_required), {@code
 * truncate} (count), {@code hash} (key, format, length, domain or per_field), {@code tokenize}
 * (key, domain or per_field), {@code encrypt} (key, associated_field), {@code preserve_format}
 * (key, alphabet or characters, luhn, tweak_field, domain or per_field), {@code shift_days} (key,
 * max_days, subject), {@code generalize} (width, starting_at, to, or prefix), {@code scrub}
 * (detectors, patterns, replacement). {@code keep} leaves a value as it is and says that this was
 * decided.
 *
 * <p><b>Tags.</b> Each name under {@code tags} is that of an option of {@link Schema.Field}, at any
 * depth; its values are texts, or lists of them. An option of that name with a value that is no tag
 * (an object, an empty list) is an error unless {@code fields} says something of the field. The tag
 * of an array or map is for each value in it. A tag inside of a logical type, such as a choice of
 * rows, is an error, too, where a treatment is for it or the policy is strict: no path leads there,
 * and {@code fields} must say what becomes of the whole. What {@code fields} says of a field, or of
 * what it is in, wins; but {@code keep} of a row leaves the tags in it. A field with two tags that
 * both have treatments is an error. Without {@code strict} a tag for which there is no treatment
 * says nothing. A schema in which no field has any of the tags is refused: its options were lost.
 *
 * <p><b>Keys.</b> A reference as in {@link KeySource}, or, for keysets, {@code { reference: ...,
 * subject: FIELD, encrypted_by: URI, max_age: PT5M }} as in {@link KeysetSource}. Nothing is read
 * before the pipeline runs.
 *
 * <p><b>Dead letters.</b> {@code payload} is {@code keep}, {@code drop}, {@code encrypt} or {@code
 * mask}; {@code key} and {@code subject_key} name the keysets for what is encrypted; {@code
 * unparseable} says whether a payload that cannot be masked is dropped or encrypted; {@code scrub}
 * names detectors for what the treatments leave. Without the section: masked, else dropped.
 *
 * <p><b>One file for both.</b> The sections {@code expectations}, {@code tables} and {@code
 * error_threshold} are those of {@link io.summerbeam.transforms.validate.Expectations} and are left
 * alone, so that one file can say what is expected and what is masked. Any other name is an error.
 *
 * <p><b>Errors.</b> The file is checked when it meets a schema, all of it: names, settings, keys,
 * paths and types. All that is wrong is told at once, each with its line.
 *
 * <p>Immutable. It does not travel with the pipeline; what it makes does, without keys.
 */
public final class MaskPolicy {

  private static final String DEFAULT_NAME = "mask policy";

  private final String name;
  private final String text;
  private final Map<String, Keys.Reference> given;

  private MaskPolicy(String name, String text, Map<String, Keys.Reference> given) {
    this.name = name;
    this.text = text;
    this.given = given;
  }

  /**
   * Loads a policy from a local file.
   *
   * @throws IllegalArgumentException if it cannot be read, is not in UTF-8, or no YAML
   */
  public static MaskPolicy load(Path file) {
    return parse(file.toString(), YamlFile.text(file));
  }

  /**
   * Loads a policy from a local file.
   *
   * @throws IllegalArgumentException if it cannot be read, is not in UTF-8, or no YAML
   */
  public static MaskPolicy load(String file) {
    return load(Path.of(file));
  }

  /**
   * Takes a policy as a text.
   *
   * @throws IllegalArgumentException if it is no YAML
   */
  public static MaskPolicy parse(String text) {
    return parse(DEFAULT_NAME, text);
  }

  /**
   * Takes a policy as a text.
   *
   * @param name what messages call it
   */
  static MaskPolicy parse(String name, String text) {
    YamlFile unused = YamlFile.parse(name, text);
    return new MaskPolicy(name, text, Map.of());
  }

  /**
   * Takes a key from somewhere else than the policy says: who unmasks has a reference of his own.
   * Where a keyset is asked for, that is one for all subjects and in clear.
   *
   * @param name as the policy calls it
   * @throws IllegalArgumentException if the policy has no key of that name
   */
  public MaskPolicy withKey(String name, KeySource key) {
    return with(name, Keys.Reference.of(key));
  }

  /**
   * Takes a keyset from somewhere else than the policy says.
   *
   * @param name as in the policy's {@code keys}
   * @throws IllegalArgumentException if the policy has no key of that name
   */
  public MaskPolicy withKeyset(String name, KeysetSource keyset) {
    return with(name, new Keys.Reference(null, keyset));
  }

  private MaskPolicy with(String key, Keys.Reference reference) {
    List<String> names =
        YamlFile.parse(name, text).settings().map("keys").map(YamlMap::keys).orElse(List.of());
    if (!names.contains(key)) {
      throw new IllegalArgumentException(
          name
              + ": there is no key '"
              + key
              + "'"
              + NearestName.hint(key, names)
              + " Keys: "
              + (names.isEmpty() ? "(none)" : String.join(", ", names)));
    }
    Map<String, Keys.Reference> more = new LinkedHashMap<>(given);
    more.put(key, reference);
    return new MaskPolicy(name, text, more);
  }

  /**
   * What masks records of a schema.
   *
   * @throws IllegalArgumentException with all that is wrong, or if nothing would be masked
   */
  public Mask toMask(Schema schema) {
    return Mask.fields(place(schema).rules());
  }

  /**
   * What turns back all that can be, in records that {@link #toMask} has masked. Keys are the
   * policy's, unless {@link #withKey} says otherwise.
   *
   * @throws IllegalArgumentException with all that is wrong, or if nothing can be turned back
   */
  public Unmask toUnmask(Schema schema) {
    List<ReversibleMaskRule> reversible = new ArrayList<>();
    for (MaskRule rule : place(schema).rules()) {
      if (rule instanceof ReversibleMaskRule back) {
        reversible.add(back);
      }
    }
    if (reversible.isEmpty()) {
      throw new IllegalArgumentException(
          name
              + ": nothing that it masks can be turned back. That can be done with tokenize, encrypt,"
              + " preserve_format and shift_days.");
    }
    return Unmask.fields(reversible);
  }

  /**
   * What dead letters may hold, where no schema is at hand: payloads are masked by what {@code
   * fields} says, and a misspelt field stays in clear.
   *
   * @throws IllegalArgumentException with all that is wrong in the file, or if payloads are to be
   *     masked by tags, which only a schema has
   */
  public PayloadPolicy payloadPolicy() {
    PolicyFile policy = read();
    if (policy.deadLetters().payload() == DeadLetterSettings.Payload.MASK
        && !policy.tags().isEmpty()) {
      policy
          .errors()
          .add(
              policy.tags().values().iterator().next().line(),
              "to mask dead letters by tags, a schema is needed: payloadPolicy(schema).");
    }
    List<MaskRule> rules = new ArrayList<>();
    for (PolicyFile.Field field : policy.fields()) {
      MaskRule rule = field.treatment().at(field.path(), policy.errors());
      if (rule != null) {
        rules.add(rule);
      }
    }
    policy.errors().throwIfAny();
    return payloadPolicy(policy, rules);
  }

  /**
   * What dead letters may hold, in a pipeline of records of this schema: payloads are masked as
   * {@link #toMask} does it, by path, and all in them that is not in the schema is replaced, as
   * {@link MaskPayload#withSchema} says.
   *
   * @throws IllegalArgumentException with all that is wrong
   */
  public PayloadPolicy payloadPolicy(Schema schema) {
    PolicyFile policy = read();
    Placement placement = Placement.of(policy, schema);
    policy.errors().throwIfAny();
    PayloadPolicy letters = payloadPolicy(policy, placement.rules());
    return letters instanceof MaskPayload mask ? mask.withSchema(schema) : letters;
  }

  private PayloadPolicy payloadPolicy(PolicyFile policy, List<MaskRule> rules) {
    if (rules.isEmpty() && policy.deadLetters().payload() == DeadLetterSettings.Payload.MASK) {
      throw new IllegalArgumentException(
          name
              + ": dead letters are to be masked, but nothing is. Say in dead_letters what becomes of"
              + " them: payload: encrypt or drop.");
    }
    return policy.deadLetters().toPayloadPolicy(rules);
  }

  /**
   * What the policy does to records of a schema, to be read by people: of each field the technique,
   * what that protects and what it leaves, and an example of a made-up value with a key that is
   * thrown away; and what stays in clear. The policy's keys are not read.
   *
   * @throws IllegalArgumentException with all that is wrong
   */
  public String explain(Schema schema) {
    PolicyFile policy = read();
    Placement.of(policy, schema);
    policy.errors().throwIfAny();
    return Explanation.of(name, Placement.of(readWithoutKeys(), schema), schema);
  }

  /**
   * What the policy does to each of its fields and tags, where no schema is at hand, and so without
   * examples.
   *
   * @throws IllegalArgumentException with all that is wrong in the file
   */
  public String explain() {
    PolicyFile policy = read();
    policy.errors().throwIfAny();
    return Explanation.of(name, policy);
  }

  /**
   * The names of the fields of a record that are treated as texts: hashed, tokenized, encrypted,
   * redacted, cut, scrubbed or the like. Of CSV they are to be read as STRING, whatever they look
   * like: {@code 007} is not the number 7.
   *
   * @return the fields of the record itself that {@code fields} names; what is wrong in the file is
   *     passed over here
   */
  public Set<String> textFields() {
    Set<String> names = new LinkedHashSet<>();
    for (PolicyFile.Field field : read().fields()) {
      List<FieldPath.Step> steps = field.path().steps();
      if (steps.size() == 1
          && steps.get(0) instanceof FieldPath.Name named
          && Techniques.isOfText(field.treatment().technique())) {
        names.add(named.name());
      }
    }
    return names;
  }

  private Placement place(Schema schema) {
    PolicyFile policy = read();
    Placement placement = Placement.of(policy, schema);
    YamlErrors errors = policy.errors();
    if (errors.isEmpty() && placement.rules().isEmpty()) {
      errors.add(1, "nothing in this schema is masked. Its fields are: " + placement.fields());
    }
    errors.throwIfAny();
    return placement;
  }

  private PolicyFile read() {
    return PolicyFile.read(name, text, given, false);
  }

  private PolicyFile readWithoutKeys() {
    return PolicyFile.read(name, text, given, true);
  }

  /** What it is called in messages: the path of its file. */
  @Override
  public String toString() {
    return name;
  }
}
