/**
 * Masking personal data: {@link io.summerbeam.transforms.mask.Mask} applies rules to the values
 * that paths lead to, {@link io.summerbeam.transforms.mask.Unmask} undoes those that can be undone,
 * and {@link io.summerbeam.transforms.mask.MaskRules} makes the rules.
 *
 * <p>A new technique is a {@code MaskRule} and a factory in {@code MaskRules}. It sees single
 * values that are not null; the way to them is {@code PathTree}, {@code RowMask} and what hangs on
 * it.
 */
@NullMarked
package io.summerbeam.transforms.mask;

import org.jspecify.annotations.NullMarked;
