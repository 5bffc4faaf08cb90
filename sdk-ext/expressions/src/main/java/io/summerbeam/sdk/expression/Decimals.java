package io.summerbeam.sdk.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload.Binary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Decimals, which CEL does not have: a type of their own, made with {@code decimal()}, and exact
 * arithmetic among themselves and with whole numbers. ({@link Comparison} compares them.)
 */
final class Decimals {

  static final String CONSTRUCTOR = "decimal";
  static final OpaqueType TYPE = OpaqueType.create(CONSTRUCTOR);

  private static final int MAX_SCALE = 10_000;

  private static final List<String> ARITHMETIC = List.of("_+_", "_-_", "_*_");

  private Decimals() {}

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            CONSTRUCTOR,
            CelOverloadDecl.newGlobalOverload("decimal_string", TYPE, SimpleType.STRING),
            CelOverloadDecl.newGlobalOverload("decimal_int", TYPE, SimpleType.INT)));
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            "double",
            CelOverloadDecl.newGlobalOverload("double_decimal", SimpleType.DOUBLE, TYPE)));
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            "string",
            CelOverloadDecl.newGlobalOverload("string_decimal", SimpleType.STRING, TYPE)));
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            "-_", CelOverloadDecl.newGlobalOverload("negate_decimal", TYPE, TYPE)));
    for (String operator : ARITHMETIC) {
      declarations.add(
          CelFunctionDecl.newFunctionDeclaration(
              operator,
              binary(operator, TYPE, TYPE),
              binary(operator, TYPE, SimpleType.INT),
              binary(operator, SimpleType.INT, TYPE)));
    }
    return declarations;
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(CelFunctionBinding.from("decimal_string", String.class, Decimals::parse));
    bindings.add(CelFunctionBinding.from("decimal_int", Long.class, BigDecimal::valueOf));
    bindings.add(
        CelFunctionBinding.from("double_decimal", BigDecimal.class, BigDecimal::doubleValue));
    bindings.add(
        CelFunctionBinding.from(
            "string_decimal", BigDecimal.class, x -> bounded(x).toPlainString()));
    bindings.add(CelFunctionBinding.from("negate_decimal", BigDecimal.class, BigDecimal::negate));
    bindings.addAll(arithmetic("_+_", (x, y) -> x.add(y)));
    bindings.addAll(arithmetic("_-_", (x, y) -> x.subtract(y)));
    bindings.addAll(arithmetic("_*_", (x, y) -> x.multiply(y)));
    return bindings;
  }

  private static BigDecimal parse(String text) throws CelEvaluationException {
    try {
      return bounded(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw NoValue.exception();
    }
  }

  // "1e999999999" is short as a text, and a gigabyte when something is added to it.
  private static BigDecimal bounded(BigDecimal decimal) throws CelEvaluationException {
    if (Math.abs((long) decimal.scale()) > MAX_SCALE) {
      throw NoValue.exception();
    }
    return decimal;
  }

  private static List<CelFunctionBinding> arithmetic(
      String operator, Binary<BigDecimal, BigDecimal> function) {
    return List.of(
        CelFunctionBinding.from(
            overload(operator, TYPE, TYPE),
            BigDecimal.class,
            BigDecimal.class,
            (x, y) -> function.apply(bounded(x), bounded(y))),
        CelFunctionBinding.from(
            overload(operator, TYPE, SimpleType.INT),
            BigDecimal.class,
            Long.class,
            (x, y) -> function.apply(bounded(x), BigDecimal.valueOf(y))),
        CelFunctionBinding.from(
            overload(operator, SimpleType.INT, TYPE),
            Long.class,
            BigDecimal.class,
            (x, y) -> function.apply(BigDecimal.valueOf(x), bounded(y))));
  }

  private static CelOverloadDecl binary(String operator, CelType left, CelType right) {
    return CelOverloadDecl.newGlobalOverload(overload(operator, left, right), TYPE, left, right);
  }

  private static String overload(String operator, CelType left, CelType right) {
    return operator + "_" + left.name() + "_" + right.name();
  }
}
