package io.summerbeam.sdk.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import java.util.Map;

/**
 * An expression, checked and ready to be evaluated.
 *
 * @param tree its syntax tree, with types
 * @param constants the values of the names that stand for constants in it
 */
record Prepared(CelAbstractSyntaxTree tree, Map<String, Object> constants) {}
