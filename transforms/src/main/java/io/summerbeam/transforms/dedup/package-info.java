/**
 * Dropping records that were there already: {@link io.summerbeam.transforms.dedup.DropDuplicates};
 * keeping them apart: {@link io.summerbeam.transforms.dedup.SplitDuplicates}.
 */
package io.summerbeam.transforms.dedup;
