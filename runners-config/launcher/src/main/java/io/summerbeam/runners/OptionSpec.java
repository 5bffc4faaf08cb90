package io.summerbeam.runners;

import com.google.auto.value.AutoValue;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.options.ValueProvider;

/** A pipeline option: its name, and what its values look like. */
@AutoValue
abstract class OptionSpec {

  abstract String name();

  abstract Method getter();

  static OptionSpec of(String name, Method getter) {
    return new AutoValue_OptionSpec(name, getter);
  }

  /** Whether {@code --name} alone means {@code --name=true}. */
  boolean isFlag() {
    return valueClass() == boolean.class || valueClass() == Boolean.class;
  }

  /** Whether the option may be given more than once. */
  boolean isRepeatable() {
    return valueClass().isArray() || Collection.class.isAssignableFrom(valueClass());
  }

  /** Whether it must be given. */
  boolean isRequired() {
    return getter().isAnnotationPresent(Validation.Required.class);
  }

  /** Whether an empty value can mean something. */
  boolean isText() {
    return valueClass() == String.class;
  }

  /** Whether it is one of ours that takes several texts; Beam would split each at its commas. */
  boolean isTexts() {
    return !getter().getDeclaringClass().getName().startsWith("org.apache.beam.")
        && getter().getGenericReturnType() instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] == String.class;
  }

  /** Sets an option of several texts. */
  void set(PipelineOptions options, List<String> texts) {
    String bean = name().substring(0, 1).toUpperCase(Locale.ROOT) + name().substring(1);
    Class<? extends PipelineOptions> owner =
        getter().getDeclaringClass().asSubclass(PipelineOptions.class);
    try {
      owner.getMethod("set" + bean, List.class).invoke(options.as(owner), texts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("--" + name() + " cannot be set.", e);
    }
  }

  /** What a value must be, to stand after "must be". */
  String rule() {
    Class<?> type = valueClass();
    if (isFlag()) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of " + constants(type, ", ");
    }
    if (isWholeNumber(type)) {
      return "a whole number";
    }
    if (isNumber(type)) {
      return "a number";
    }
    if (type == Class.class) {
      return "the name of a class on the class path";
    }
    return isRepeatable() ? "values separated by commas" : "JSON for " + type.getSimpleName();
  }

  /** The placeholder of a value in the help. */
  String placeholder() {
    Class<?> type = valueClass();
    if (isFlag()) {
      return "true|false";
    }
    if (type.isEnum()) {
      return constants(type, "|");
    }
    if (isWholeNumber(type) || isNumber(type)) {
      return "NUMBER";
    }
    return isText() || isTexts() ? "TEXT" : "VALUE";
  }

  String description() {
    Description description = getter().getAnnotation(Description.class);
    return description == null ? "" : description.value();
  }

  /** The default on the class path and machine at hand; empty where there is none. */
  String defaultValue(PipelineOptions fresh) {
    try {
      Object value = getter().invoke(fresh);
      return value == null ? "" : value.toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The default of --" + name() + " cannot be had.", e);
    }
  }

  private Class<?> valueClass() {
    Type type = getter().getGenericReturnType();
    return type instanceof ParameterizedType provider
            && provider.getRawType() == ValueProvider.class
        ? raw(provider.getActualTypeArguments()[0])
        : getter().getReturnType();
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic) {
      return raw(generic.getRawType());
    }
    return type instanceof GenericArrayType ? Object[].class : Object.class;
  }

  private static boolean isWholeNumber(Class<?> type) {
    return type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class
        || type == short.class
        || type == Short.class;
  }

  private static boolean isNumber(Class<?> type) {
    return type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class;
  }

  private static String constants(Class<?> type, String separator) {
    return Arrays.stream(type.getEnumConstants())
        .map(Object::toString)
        .collect(Collectors.joining(separator));
  }
}
