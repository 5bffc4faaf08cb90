package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.Buckets;
import io.summerbeam.transforms.mask.EncryptRule;
import io.summerbeam.transforms.mask.HashRule;
import io.summerbeam.transforms.mask.KeepFirstRule;
import io.summerbeam.transforms.mask.KeepLastRule;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.MaskPatternRule;
import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.MaskRules;
import io.summerbeam.transforms.mask.PreserveFormatRule;
import io.summerbeam.transforms.mask.RedactRule;
import io.summerbeam.transforms.mask.ScrubRule;
import io.summerbeam.transforms.mask.TokenizeRule;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.scrub.Detector;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlMap;
import io.summerbeam.transforms.yaml.YamlNode;
import io.summerbeam.transforms.yaml.YamlScalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The techniques as policies write them, with all settings they have in Java. */
final class Techniques {

  /** No technique, but a decision: the value stays as it is. */
  static final String KEEP = "keep";

  /** What a rule is made for where no field is at hand, to see whether it can be made. */
  static final String ANY_PATH = "__any__";

  private static final String TECHNIQUE = "technique";
  private static final String COUNT = "count";
  private static final String DOMAIN = "domain";
  private static final String PER_FIELD = "per_field";
  private static final String DETECTORS_SETTING = "detectors";

  // Nullify is the same for all types; shift_days and generalize work on numbers and times.
  private static final Set<String> NOT_OF_TEXT =
      Set.of(KEEP, "nullify", "shift_days", "generalize");

  private static final Map<String, Technique> ALL = new LinkedHashMap<>();
  private static final Map<String, Boolean> IS_BASE64 = new LinkedHashMap<>();
  private static final Map<String, Alphabet> ALPHABETS = new LinkedHashMap<>();
  private static final Map<String, Supplier<Buckets>> CALENDAR = new LinkedHashMap<>();
  private static final Map<String, Detector> DETECTORS = new LinkedHashMap<>();

  static {
    ALL.put("redact", Techniques::redact);
    ALL.put("nullify", (settings, keys) -> MaskRules::nullify);
    ALL.put("keep_first", Techniques::keepFirst);
    ALL.put("keep_last", Techniques::keepLast);
    ALL.put("mask_pattern", Techniques::maskPattern);
    ALL.put("truncate", Techniques::truncate);
    ALL.put("hash", Techniques::hash);
    ALL.put("tokenize", Techniques::tokenize);
    ALL.put("encrypt", Techniques::encrypt);
    ALL.put("preserve_format", Techniques::preserveFormat);
    ALL.put("shift_days", Techniques::shiftDays);
    ALL.put("generalize", Techniques::generalize);
    ALL.put("scrub", Techniques::scrub);

    IS_BASE64.put("hex", false);
    IS_BASE64.put("base64url", true);

    ALPHABETS.put("digits", Alphabet.DIGITS);
    ALPHABETS.put("hex_lower", Alphabet.HEX_LOWER);
    ALPHABETS.put("hex_upper", Alphabet.HEX_UPPER);
    ALPHABETS.put("letters_lower", Alphabet.LETTERS_LOWER);
    ALPHABETS.put("letters_upper", Alphabet.LETTERS_UPPER);
    ALPHABETS.put("letters", Alphabet.LETTERS);
    ALPHABETS.put("alphanumeric_lower", Alphabet.ALPHANUMERIC_LOWER);
    ALPHABETS.put("alphanumeric_upper", Alphabet.ALPHANUMERIC_UPPER);
    ALPHABETS.put("alphanumeric", Alphabet.ALPHANUMERIC);

    CALENDAR.put("day", Buckets::toDay);
    CALENDAR.put("month", Buckets::toMonth);
    CALENDAR.put("year", Buckets::toYear);

    Detectors.all().forEach(each -> DETECTORS.put(each.name().toLowerCase(Locale.ROOT), each));
  }

  /** Reads the settings of a technique and says how its rule is made for a path. */
  @FunctionalInterface
  private interface Technique {
    Function<String, MaskRule> read(Settings settings, Keys keys);
  }

  private Techniques() {}

  /** The names of all techniques. */
  static List<String> names() {
    List<String> names = new ArrayList<>(ALL.keySet());
    names.add(KEEP);
    return names;
  }

  /** Whether a technique works on the characters of a text. */
  static boolean isOfText(String technique) {
    return ALL.containsKey(technique) && !NOT_OF_TEXT.contains(technique);
  }

  /**
   * Reads a treatment: the name of a technique, or its name and its settings.
   *
   * @param node where it stands
   * @param line that of its name, which is what messages tell
   */
  static Treatment read(YamlNode node, int line, Keys keys, YamlErrors errors) {
    YamlMap map = node instanceof YamlMap pairs ? pairs : null;
    Optional<String> name = Optional.empty();
    if (map != null) {
      name = map.requiredText(TECHNIQUE);
    } else if (node instanceof YamlScalar scalar && scalar.value() instanceof String text) {
      name = Optional.of(text);
    } else {
      errors.add(
          node,
          "expected a technique, such as redact or { technique: keep_last, count: 4 }, but this is "
              + node.kind()
              + ".");
    }
    if (name.isEmpty()) {
      return Treatment.broken(line);
    }
    Settings settings = new Settings(name.get(), line, map, errors);
    if (name.get().equals(KEEP)) {
      settings.noOthers();
      return Treatment.keep(line);
    }
    Technique technique = ALL.get(name.get());
    if (technique == null) {
      errors.add(
          line,
          "there is no technique '"
              + name.get()
              + "'"
              + NearestName.hint(name.get(), names())
              + " Techniques: "
              + String.join(", ", names()));
      return Treatment.broken(line);
    }
    Function<String, MaskRule> rule = technique.read(settings, keys);
    settings.noOthers();
    return settings.areFit() && makesRules(rule, settings, errors)
        ? Treatment.of(name.get(), line, rule)
        : Treatment.broken(line);
  }

  private static boolean makesRules(
      Function<String, MaskRule> rule, Settings settings, YamlErrors errors) {
    try {
      MaskRule unused = rule.apply(ANY_PATH);
      return true;
    } catch (IllegalArgumentException e) {
      errors.add(settings.line(), settings.technique() + ": " + PolicyWords.of(e));
      return false;
    }
  }

  private static Function<String, MaskRule> redact(Settings settings, Keys keys) {
    String text = settings.text("text");
    BigDecimal number = settings.number("number");
    return path -> {
      RedactRule rule = MaskRules.redact(path);
      rule = text == null ? rule : rule.withText(text);
      return number == null ? rule : rule.withNumber(number);
    };
  }

  private static Function<String, MaskRule> keepFirst(Settings settings, Keys keys) {
    int count = settings.requiredWholeNumber(COUNT);
    Character mask = maskCharacter(settings);
    return path -> {
      KeepFirstRule rule = MaskRules.keepFirst(path, count);
      return mask == null ? rule : rule.withMaskCharacter(mask);
    };
  }

  private static Function<String, MaskRule> keepLast(Settings settings, Keys keys) {
    int count = settings.requiredWholeNumber(COUNT);
    Character mask = maskCharacter(settings);
    return path -> {
      KeepLastRule rule = MaskRules.keepLast(path, count);
      return mask == null ? rule : rule.withMaskCharacter(mask);
    };
  }

  private static @Nullable Character maskCharacter(Settings settings) {
    String text = settings.text("mask_character");
    if (text != null && text.length() != 1) {
      settings.refuse(
          "mask_character", "mask_character must be one character, but is '" + text + "'.");
    }
    return text == null || text.isEmpty() ? null : text.charAt(0);
  }

  private static Function<String, MaskRule> maskPattern(Settings settings, Keys keys) {
    String pattern = settings.requiredText("pattern");
    String replacement = settings.requiredText("replacement");
    boolean required = settings.flag("match_required");
    return path -> {
      MaskPatternRule rule = MaskRules.maskPattern(path, pattern, replacement);
      return required ? rule.withMatchRequired() : rule;
    };
  }

  private static Function<String, MaskRule> truncate(Settings settings, Keys keys) {
    int count = settings.requiredWholeNumber(COUNT);
    return path -> MaskRules.truncate(path, count);
  }

  private static Function<String, MaskRule> hash(Settings settings, Keys keys) {
    KeySource key = keys.bytes(settings);
    Boolean base64 = settings.choice("format", IS_BASE64);
    Integer length = settings.wholeNumber("length");
    Function<String, @Nullable String> domain = domain(settings);
    return path -> {
      HashRule rule = MaskRules.hash(path, key);
      rule = base64 != null && base64 ? rule.withBase64Url() : rule;
      rule = length == null ? rule : rule.withLength(length);
      String own = domain.apply(path);
      return own == null ? rule : rule.withDomain(own);
    };
  }

  private static Function<String, MaskRule> tokenize(Settings settings, Keys keys) {
    KeysetSource keyset = keys.keyset(settings, CipherKind.DETERMINISTIC);
    Function<String, @Nullable String> domain = domain(settings);
    return path -> {
      TokenizeRule rule = MaskRules.tokenize(path, keyset);
      String own = domain.apply(path);
      return own == null ? rule : rule.withDomain(own);
    };
  }

  private static Function<String, MaskRule> encrypt(Settings settings, Keys keys) {
    KeysetSource keyset = keys.keyset(settings, CipherKind.RANDOMIZED);
    String associated = settings.text("associated_field");
    return path -> {
      EncryptRule rule = MaskRules.encrypt(path, keyset);
      return associated == null ? rule : rule.withAssociatedField(associated);
    };
  }

  private static Function<String, MaskRule> preserveFormat(Settings settings, Keys keys) {
    KeySource key = keys.bytes(settings);
    Alphabet named = settings.choice("alphabet", ALPHABETS);
    String characters = settings.text("characters");
    boolean luhn = settings.flag("luhn");
    String tweakField = settings.text("tweak_field");
    Function<String, @Nullable String> domain = domain(settings);
    requireOne(settings, "alphabet", "characters");
    return path -> {
      Alphabet alphabet = named != null ? named : Alphabet.of(String.valueOf(characters));
      PreserveFormatRule rule = MaskRules.preserveFormat(path, key, alphabet);
      rule = luhn ? rule.withLuhn() : rule;
      rule = tweakField == null ? rule : rule.withTweakField(tweakField);
      String own = domain.apply(path);
      return own == null ? rule : rule.withDomain(own);
    };
  }

  /** One name for all fields, or that of the field, or none. */
  private static Function<String, @Nullable String> domain(Settings settings) {
    String domain = settings.text(DOMAIN);
    boolean perField = settings.flag(PER_FIELD);
    if (domain != null && perField) {
      settings.refuse(PER_FIELD, "there must be domain or per_field, but there are both.");
    }
    return path -> perField ? path : domain;
  }

  private static Function<String, MaskRule> shiftDays(Settings settings, Keys keys) {
    KeySource key = keys.bytes(settings);
    int maxDays = settings.requiredWholeNumber("max_days");
    String subject = settings.requiredText("subject");
    return path -> MaskRules.shiftDays(path, maxDays, subject, key);
  }

  private static Function<String, MaskRule> generalize(Settings settings, Keys keys) {
    BigDecimal width = settings.number("width");
    List<BigDecimal> starts = settings.numbers("starting_at");
    Supplier<Buckets> calendar = settings.choice("to", CALENDAR);
    Integer prefix = settings.wholeNumber("prefix");
    requireOne(settings, "width", "starting_at", "to", "prefix");
    return path -> {
      Buckets buckets;
      if (width != null) {
        buckets = Buckets.ofWidth(width);
      } else if (calendar != null) {
        buckets = calendar.get();
      } else if (prefix != null) {
        buckets = Buckets.keepPrefix(prefix);
      } else {
        buckets = Buckets.startingAt(starts);
      }
      return MaskRules.generalize(path, buckets);
    };
  }

  private static void requireOne(Settings settings, String... names) {
    List<String> given = new ArrayList<>();
    for (String name : names) {
      if (settings.has(name)) {
        given.add(name);
      }
    }
    if (given.size() != 1) {
      settings.refuse(
          given.isEmpty() ? TECHNIQUE : given.get(1),
          "there must be one of "
              + String.join(", ", names)
              + ", but "
              + (given.isEmpty()
                  ? "there is none."
                  : "there are " + String.join(", ", given) + "."));
    }
  }

  private static Function<String, MaskRule> scrub(Settings settings, Keys keys) {
    List<Detector> detectors =
        settings.has(DETECTORS_SETTING) ? detectors(settings, DETECTORS_SETTING) : Detectors.all();
    Map<String, String> patterns = settings.pairs("patterns");
    String replacement = settings.text("replacement");
    return path -> {
      List<Detector> all = new ArrayList<>(detectors);
      patterns.forEach((name, pattern) -> all.add(Detectors.pattern(name, pattern)));
      ScrubRule rule = MaskRules.scrub(path, all);
      return replacement == null ? rule : rule.withReplacement(replacement);
    };
  }

  /** Detectors by their names: {@code all}, {@code none}, or a list. */
  static List<Detector> detectors(Settings settings, String setting) {
    List<String> names = settings.texts(setting);
    if (names.equals(List.of("all"))) {
      return Detectors.all();
    }
    List<Detector> detectors = new ArrayList<>();
    for (String name : names.equals(List.of("none")) ? List.<String>of() : names) {
      Detector detector = DETECTORS.get(name);
      if (detector == null) {
        settings.refuse(
            setting,
            "there is no detector '"
                + name
                + "'"
                + NearestName.hint(name, DETECTORS.keySet())
                + " Detectors: all, none, "
                + String.join(", ", DETECTORS.keySet()));
      } else {
        detectors.add(detector);
      }
    }
    return detectors;
  }
}
