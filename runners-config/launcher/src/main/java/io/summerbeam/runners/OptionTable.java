package io.summerbeam.runners;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The options that are known: of a run those of the job, ours, Beam's, and those of the runner at
 * hand; of a command its own.
 */
final class OptionTable {

  private final Map<String, OptionSpec> specs;
  private final String owner;

  private OptionTable(Map<String, OptionSpec> specs, String owner) {
    this.specs = specs;
    this.owner = owner;
  }

  /** All options a run of a job takes. */
  static OptionTable forRun(Class<? extends PipelineOptions> optionsType) {
    Set<Class<?>> types = new LinkedHashSet<>(PipelineOptionsFactory.getRegisteredOptions());
    types.add(LauncherOptions.class);
    types.add(optionsType);
    return of(types, "this job and runner");
  }

  /** The options that an interface and those above it declare, without Beam's. */
  static OptionTable declaredBy(Class<? extends PipelineOptions> optionsType) {
    OptionTable all = of(Set.of(optionsType), "this command");
    all.specs.values().removeIf(spec -> isBeams(spec.getter().getDeclaringClass()));
    return all;
  }

  Optional<OptionSpec> find(String name) {
    return Optional.ofNullable(specs.get(name));
  }

  /** Whose they are, for messages. */
  String owner() {
    return owner;
  }

  Set<String> names() {
    return specs.keySet();
  }

  /** In the order of their names. */
  Collection<OptionSpec> specs() {
    return specs.values();
  }

  private static OptionTable of(Set<Class<?>> types, String owner) {
    Map<String, OptionSpec> specs = new TreeMap<>();
    for (Class<?> type : types) {
      Set<String> setters =
          java.util.Arrays.stream(type.getMethods())
              .map(Method::getName)
              .filter(name -> name.startsWith("set"))
              .collect(Collectors.toSet());
      for (Method method : type.getMethods()) {
        bean(method)
            .filter(bean -> setters.contains("set" + bean))
            .map(Introspector::decapitalize)
            .ifPresent(name -> specs.put(name, OptionSpec.of(name, method)));
      }
    }
    return new OptionTable(specs, owner);
  }

  private static Optional<String> bean(Method method) {
    if (method.getParameterCount() > 0 || method.isBridge()) {
      return Optional.empty();
    }
    if (method.getName().startsWith("get")) {
      return Optional.of(method.getName().substring("get".length()));
    }
    return method.getName().startsWith("is")
        ? Optional.of(method.getName().substring("is".length()))
        : Optional.empty();
  }

  private static boolean isBeams(Class<?> type) {
    return type.getName().startsWith("org.apache.beam.");
  }
}
