/**
 * Dropping records that were there already: {@link io.summerbeam.transforms.dedup.DropDuplicates};
 * with less memory and a chance to be wrong: {@link
 * io.summerbeam.transforms.dedup.DropDuplicatesApproximately}; keeping them apart: {@link
 * io.summerbeam.transforms.dedup.SplitDuplicates}.
 */
package io.summerbeam.transforms.dedup;
