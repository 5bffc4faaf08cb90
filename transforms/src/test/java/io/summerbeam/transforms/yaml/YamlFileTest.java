package io.summerbeam.transforms.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class YamlFileTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private enum Action {
    WARN,
    DEAD_LETTER
  }

  @Test
  public void settings_everythingAskedFor_isAnsweredWithItsLine() {
    YamlFile file =
        YamlFile.parse(
            "f.yaml",
            String.join(
                "\n",
                "# a comment",
                "name: Zürich 🜨",
                "count: 3",
                "strict: true",
                "action: dead_letter",
                "one: a",
                "more: [a, b]",
                "rules:",
                "  - field: x",
                "  - field: y"));
    YamlMap settings = file.settings();

    assertThat(settings.text("name"), equalTo(Optional.of("Zürich 🜨")));
    assertThat(settings.wholeNumber("count"), equalTo(Optional.of(3L)));
    assertThat(settings.flag("strict"), equalTo(Optional.of(true)));
    assertThat(settings.choice("action", Action.class), equalTo(Optional.of(Action.DEAD_LETTER)));
    assertThat(settings.texts("one"), equalTo(List.of("a")));
    assertThat(settings.texts("more"), equalTo(List.of("a", "b")));
    assertThat(settings.texts("none"), equalTo(List.of()));
    List<YamlMap> rules = settings.list("rules").orElseThrow().maps();
    assertThat(rules.stream().map(YamlMap::line).toList(), contains(9, 10));
    assertThat(rules.get(1).requiredText("field"), equalTo(Optional.of("y")));
    assertThat(settings.lineOf("rules"), equalTo(8));
    assertThat(
        settings.keys(), contains("name", "count", "strict", "action", "one", "more", "rules"));
    settings.noOthers();
    file.errors().throwIfAny();
  }

  @Test
  public void scalars_areOfTheTypesOfYaml12() {
    YamlFile file =
        YamlFile.parse(
            "f.yaml",
            "v: [a, 'a', \"1\", 1, -1, 0x1F, 0o17, 1.50, 1e3, 123456789012345678901234567890, .inf,"
                + " -.inf, true, False, yes, 2001-01-01, null, ~, '']");
    List<Object> values =
        file.settings().list("v").orElseThrow().nodes().stream()
            .map(node -> ((YamlScalar) node).value())
            .toList();
    assertThat(
        values,
        equalTo(
            Arrays.asList(
                "a",
                "a",
                "1",
                1L,
                -1L,
                31L,
                15L,
                new BigDecimal("1.50"),
                new BigDecimal("1e3"),
                new BigDecimal("123456789012345678901234567890"),
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                true,
                false,
                "yes",
                "2001-01-01",
                null,
                null,
                "")));
  }

  @Test
  public void errors_areToldAllAtOnceInTheOrderOfTheLines() {
    YamlFile file =
        YamlFile.parse(
            "f.yaml",
            String.join(
                "\n",
                "count: many",
                "strict: 1",
                "action: dead_leter",
                "fields: [a, 1]",
                "rules: {}",
                "naem: x"));
    YamlMap settings = file.settings();
    assertThat(settings.list("rules"), equalTo(Optional.empty()));
    assertThat(settings.requiredText("name"), equalTo(Optional.empty()));
    assertThat(settings.wholeNumber("count"), equalTo(Optional.empty()));
    assertThat(settings.flag("strict"), equalTo(Optional.empty()));
    assertThat(settings.choice("action", Action.class), equalTo(Optional.empty()));
    assertThat(settings.texts("fields"), equalTo(List.of("a")));
    settings.noOthers();

    assertThat(file.errors().isEmpty(), equalTo(false));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> file.errors().throwIfAny()).getMessage(),
        equalTo(
            String.join(
                "\n",
                "f.yaml: 7 errors",
                "  line 1: name is missing.",
                "  line 1: count must be a whole number, but is a text.",
                "  line 2: strict must be true or false, but is a whole number.",
                "  line 3: action must be one of warn, dead_letter, but is 'dead_leter'. Did you"
                    + " mean 'dead_letter'?",
                "  line 4: expected a text, but this is a whole number.",
                "  line 5: rules must be a list, but is 'key: value' pairs.",
                "  line 6: there is no setting 'naem' here. Did you mean 'name'? Settings: rules,"
                    + " name, count, strict, action, fields")));
  }

  @Test
  public void emptyValue_isNothing() {
    YamlFile file = YamlFile.parse("f.yaml", "name:\n");
    assertThat(file.settings().has("name"), equalTo(true));
    assertThat(((YamlScalar) file.settings().get("name").orElseThrow()).value(), nullValue());
    assertThat(file.settings().text("name"), equalTo(Optional.empty()));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> file.errors().throwIfAny()).getMessage(),
        equalTo("f.yaml: 1 error\n  line 1: name must be a text; put it in quotes, but is empty."));
  }

  @Test
  public void keyTwice_andWhatSettingsDoNotNeed_areErrors() {
    YamlFile file =
        YamlFile.parse(
            "f.yaml",
            String.join("\n", "a: 1", "a: 2", "3: x", "b: &here [1]", "c: *here", "d: !!set {x}"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> file.errors().throwIfAny()).getMessage();
    assertThat(message, containsString("line 2: the key 'a' is there already, in line 1."));
    assertThat(message, containsString("line 3: a key must be a text; put it in quotes."));
    assertThat(message, containsString("line 4: anchors and aliases"));
    assertThat(message, containsString("line 6: the tag tag:yaml.org,2002:set is not used here."));
  }

  @Test
  public void anchorThatContainsItself_isAnErrorAndEnds() {
    YamlFile file = YamlFile.parse("f.yaml", "a: &a\n  - *a\n");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> file.errors().throwIfAny()).getMessage(),
        containsString("anchors and aliases"));
  }

  @Test
  public void noYaml_isRefusedWithLineAndColumn() {
    assertThat(refused("a: 1\nb: [1, 2\nc: 3\n"), startsWith("f.yaml: 1 error\n  line 3: "));
    assertThat(refused("a: 1\n\tb: 2\n"), containsString("line 2: this is no YAML: "));
    assertThat(refused("a: 1\n---\nb: 2\n"), containsString("this is no YAML"));
    assertThat(refused("a: \u0007"), containsString("this is no YAML"));
  }

  @Test
  public void noPairsAtTheTop_isRefused() {
    assertThat(
        refused("- a\n"),
        equalTo(
            "f.yaml: 1 error\n"
                + "  line 1: the file must have 'key: value' pairs at its top, but is a list."));
    assertThat(refused(""), containsString("but is empty."));
    assertThat(refused("# nothing\n"), containsString("but is empty."));
  }

  @Test
  public void numberThatNobodyWrites_isAnError() {
    YamlFile file = YamlFile.parse("f.yaml", "a: " + "1".repeat(100_000));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> file.errors().throwIfAny()).getMessage(),
        containsString("line 1: this is no number."));
  }

  @Test
  public void read_aFile_isCalledByItsPath() throws IOException {
    Path path = folder.newFile("expectations.yaml").toPath();
    Files.writeString(path, "a: grüezi\n");
    assertThat(YamlFile.read(path).settings().text("a"), equalTo(Optional.of("grüezi")));
    assertThat(YamlFile.read(path).errors().file(), equalTo(path.toString()));

    Path missing = path.resolveSibling("missing.yaml");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> YamlFile.read(missing)).getMessage(),
        equalTo(missing + ": there is no such file."));
    Files.write(path, new byte[] {'a', ':', ' ', (byte) 0xFC});
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> YamlFile.read(path)).getMessage(),
        equalTo(path + ": the file must be in UTF-8, but is not."));
  }

  private static String refused(String text) {
    return assertThrows(IllegalArgumentException.class, () -> YamlFile.parse("f.yaml", text))
        .getMessage();
  }
}
