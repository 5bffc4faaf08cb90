/**
 * What is to be masked, as a file that its own people write and read: {@link
 * io.summerbeam.transforms.mask.policy.MaskPolicy}.
 *
 * <p>A new technique is a line and a method in {@code Techniques}.
 */
@NullMarked
package io.summerbeam.transforms.mask.policy;

import org.jspecify.annotations.NullMarked;
