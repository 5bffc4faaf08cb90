package io.summerbeam.transforms.mask;
// H1 writes this: Mask.fields(MaskRule first, MaskRule... others), RowStep + PTransform, withDeadLetters, withStepName.
