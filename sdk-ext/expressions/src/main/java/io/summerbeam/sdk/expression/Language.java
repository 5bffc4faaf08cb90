package io.summerbeam.sdk.expression;

import com.google.re2j.Pattern;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** CEL as it is spoken here: its standard functions, with the comparisons and decimals of ours. */
final class Language {

  /** The whole record, under a name that nobody can write. */
  static final String ROW = "@row";

  /** How much work the macros of one evaluation may do: elements visited. */
  static final int MAX_ITERATIONS = 100_000;

  static final String IS_NULL = "summerbeam_is_null";
  static final String NOT_NULL = "summerbeam_not_null";
  static final String TRUTH = "summerbeam_truth";
  static final String MATCHES = "summerbeam_matches";

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableQuotedIdentifierSyntax(true)
          .enableTimestampEpoch(true)
          .enableHeterogeneousNumericComparisons(true)
          .evaluateCanonicalTypesToNativeValues(true)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .build();

  private Language() {}

  /** Parses, and checks types against a row's shapes. */
  static CelCompiler compiler(Shapes shapes) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder()
                .excludeFunctions(
                    StandardFunction.EQUALS,
                    StandardFunction.NOT_EQUALS,
                    StandardFunction.LESS,
                    StandardFunction.LESS_EQUALS,
                    StandardFunction.GREATER,
                    StandardFunction.GREATER_EQUALS,
                    StandardFunction.IN,
                    StandardFunction.OLD_IN,
                    StandardFunction.OLD_NOT_STRICTLY_FALSE)
                .build())
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setTypeProvider(shapes.types())
        .addVar(ROW, StructTypeReference.create(shapes.root().typeName()))
        .addFunctionDeclarations(declarations())
        .build();
  }

  /** Evaluates what a compiler of ours checked. One for the JVM; it knows no schema. */
  static CelRuntime runtime() {
    return Holder.RUNTIME;
  }

  /** The names of all functions that can be called by name. */
  static Set<String> functionNames() {
    Set<String> names = new TreeSet<>();
    Stream.concat(
            Stream.of(StandardFunction.values()).map(StandardFunction::functionName),
            declarations().stream().map(CelFunctionDecl::name))
        .filter(name -> Character.isLetter(name.charAt(0)))
        .forEach(names::add);
    return names;
  }

  private static final class Holder {
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(bindings())
            .build();
  }

  // The checker lets everything be compared with everything: Operands says what may be, and says
  // it better.
  private static List<CelFunctionDecl> declarations() {
    TypeParamType a = TypeParamType.create("A");
    TypeParamType b = TypeParamType.create("B");
    List<CelFunctionDecl> declarations = new ArrayList<>(Decimals.declarations());
    for (Comparison comparison : Comparison.values()) {
      declarations.add(
          CelFunctionDecl.newFunctionDeclaration(
              comparison.function(),
              CelOverloadDecl.newGlobalOverload(comparison.overload(), SimpleType.BOOL, a, b)));
    }
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            Membership.FUNCTION,
            CelOverloadDecl.newGlobalOverload(
                Membership.OVERLOAD + "_list", SimpleType.BOOL, a, ListType.create(b)),
            CelOverloadDecl.newGlobalOverload(
                Membership.OVERLOAD + "_map",
                SimpleType.BOOL,
                a,
                MapType.create(b, TypeParamType.create("C")))));
    return declarations;
  }

  private static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>(Decimals.bindings());
    for (Comparison comparison : Comparison.values()) {
      bindings.add(
          CelFunctionBinding.from(
              comparison.overload(),
              Object.class,
              Object.class,
              (x, y) -> NoValue.unlessNull(comparison.test(x, y))));
    }
    bindings.add(
        CelFunctionBinding.from(
            Membership.OVERLOAD + "_list",
            Object.class,
            List.class,
            (x, y) -> NoValue.unlessNull(Membership.test(x, y))));
    bindings.add(
        CelFunctionBinding.from(
            Membership.OVERLOAD + "_map",
            Object.class,
            Map.class,
            (x, y) -> NoValue.unlessNull(Membership.test(x, y))));
    bindings.add(CelFunctionBinding.from(IS_NULL, Object.class, x -> x == NullValue.NULL_VALUE));
    bindings.add(CelFunctionBinding.from(NOT_NULL, Object.class, x -> x != NullValue.NULL_VALUE));
    bindings.add(
        CelFunctionBinding.from(
            TRUTH,
            Object.class,
            x -> NoValue.unlessNull(x instanceof Boolean truth ? truth : null)));
    bindings.add(
        CelFunctionBinding.from(
            MATCHES, String.class, Pattern.class, (x, y) -> y.matcher(x).find()));
    return bindings;
  }
}
