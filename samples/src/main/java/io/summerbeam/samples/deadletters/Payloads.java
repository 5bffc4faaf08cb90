package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.ProtobufFormat;
import io.summerbeam.sdk.format.StringFormat;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.secret.KeySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What edits payloads, as options say it. */
final class Payloads {

  private static final List<String> REGISTRY =
      List.of("registry", "registryUser", "registryPassword");

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** The formats, and the options that each has. */
  private static final List<Form> FORMS =
      List.of(
          new Form("json", List.of(), unused -> JsonFormat.of().editor()),
          new Form(
              "json-registry",
              REGISTRY,
              options -> JsonFormat.of().withRegistry(registry(options)).editor()),
          new Form(
              "avro-registry",
              REGISTRY,
              options -> AvroFormat.of().withRegistry(registry(options)).editor()),
          new Form("avro", List.of("schema"), options -> avro(options).editor()),
          new Form(
              "avro-single-object",
              List.of("schema"),
              options -> avro(options).singleObject().editor()),
          new Form(
              "protobuf-registry",
              with(REGISTRY, "descriptors", "message"),
              Payloads::protobufWithHeader),
          new Form(
              "protobuf", List.of("descriptors", "message"), options -> protobuf(options).editor()),
          new Form("csv", List.of("columns", "delimiter"), Payloads::csv),
          new Form("text", List.of(), unused -> StringFormat.of().editor()));

  private Payloads() {}

  /**
   * What edits the payloads of {@code --format}; null where none is named.
   *
   * @throws UsageException if the format is none, lacks an option, or has one of another
   */
  static @Nullable PayloadEditor editor(PayloadOptions options) {
    String name = options.getFormat();
    if (name == null) {
      refuseOthers(options, List.of());
      return null;
    }
    Form form =
        FORMS.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new UsageException("--format must be " + names() + ", but was: " + name));
    refuseOthers(options, form.options());
    try {
      return form.opening().open(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--format=" + name + ": " + e.getMessage());
    }
  }

  private static void refuseOthers(PayloadOptions options, List<String> own) {
    given(options)
        .forEach(
            (option, value) -> {
              if (value != null && !own.contains(option)) {
                List<String> forms =
                    FORMS.stream()
                        .filter(form -> form.options().contains(option))
                        .map(Form::name)
                        .toList();
                throw new UsageException(
                    "--" + option + " needs --format=" + String.join(" or ", forms) + ".");
              }
            });
  }

  private static Map<String, @Nullable String> given(PayloadOptions options) {
    Map<String, @Nullable String> given = new LinkedHashMap<>();
    given.put("registry", options.getRegistry());
    given.put("registryUser", options.getRegistryUser());
    given.put("registryPassword", options.getRegistryPassword());
    given.put("schema", options.getSchema());
    given.put("descriptors", options.getDescriptors());
    given.put("message", options.getMessage());
    given.put("columns", options.getColumns());
    given.put("delimiter", options.getDelimiter());
    return given;
  }

  private static RestRegistry registry(PayloadOptions options) {
    String url = required("--registry=URL", options.getRegistry());
    // It takes no URL with a password in it, so that from here on it may be shown.
    RestRegistry registry = RestRegistry.at(url);
    String user = options.getRegistryUser();
    KeySource password =
        Secrets.ofUser("--registryUser", user, "--registryPassword", options.getRegistryPassword());
    if (user == null || password == null) {
      return registry;
    }
    // The registry itself refuses it with the first letter.
    if (url.startsWith("http:")
        && !THIS_MACHINE.contains(String.valueOf(URI.create(url).getHost()))) {
      throw new UsageException(
          "--registry must be at https: where there is a --registryUser, because a password is not"
              + " sent in clear to another machine, but was: "
              + url
              + ". Ask it over https:, or without a user.");
    }
    return registry.withBasicAuthentication(user, password);
  }

  private static AvroFormat avro(PayloadOptions options) {
    String file = required("--schema=FILE", options.getSchema());
    try {
      return AvroFormat.of().withWriterSchema(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new UsageException("--schema cannot be read: " + file);
    }
  }

  private static ProtobufFormat protobuf(PayloadOptions options) {
    String file = required("--descriptors=FILE", options.getDescriptors());
    String message = required("--message=NAME", options.getMessage());
    try {
      return ProtobufFormat.ofFile(Path.of(file), message);
    } catch (UncheckedIOException e) {
      throw new UsageException("--descriptors cannot be read: " + file);
    }
  }

  private static PayloadEditor protobufWithHeader(PayloadOptions options) {
    ProtobufFormat format = protobuf(options);
    Map<String, @Nullable String> given = given(options);
    boolean asks = REGISTRY.stream().anyMatch(option -> given.get(option) != null);
    return (asks ? format.withRegistry(registry(options)) : format.withRegistryHeader()).editor();
  }

  private static PayloadEditor csv(PayloadOptions options) {
    String columns = required("--columns=NAME,NAME", options.getColumns());
    String delimiter = options.getDelimiter();
    CsvFormat format = CsvFormat.of();
    if (delimiter != null) {
      String text = delimiter.equals("tab") ? "\t" : delimiter;
      if (text.length() != 1) {
        throw new UsageException(
            "--delimiter must be one character, or tab, but was: " + delimiter);
      }
      format = format.withDelimiter(text.charAt(0));
    }
    return format.editor(columns.split(",", -1));
  }

  private static String required(String option, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("it needs " + option + ".");
    }
    return value;
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  private static String names() {
    return "one of " + String.join(", ", FORMS.stream().map(Form::name).toList());
  }

  /**
   * One format.
   *
   * @param options those that it has besides
   */
  private record Form(String name, List<String> options, Opening opening) {}

  /** Makes the editor of a format. */
  private interface Opening {
    PayloadEditor open(PayloadOptions options);
  }
}
