/** Where pictures are taken: kinds of places, indoors and out. */
export const SCENES: readonly string[] = [
  'street', 'road', 'city', 'square', 'parking lot', 'railway station', 'bridge', 'harbour', 'beach', 'sea', 'lake', 'river', 'waterfall', 'swimming pool',
  'forest', 'park', 'garden', 'field', 'farm', 'meadow', 'desert', 'mountain', 'snow slope', 'cliff', 'cave', 'sports field', 'tennis court', 'stadium', 'skate park',
  'playground', 'zoo', 'market', 'shop', 'supermarket', 'restaurant', 'kitchen', 'dining room', 'living room', 'bedroom', 'bathroom', 'office', 'classroom', 'library',
  'museum', 'church', 'hospital room', 'workshop', 'factory', 'garage', 'corridor', 'stage', 'studio', 'aquarium', 'underwater', 'outer space', 'airport',
]; // prettier-ignore

/** What has no shape of its own and fills what lies behind things. */
export const STUFF: readonly string[] = [
  'sky', 'clouds', 'wall', 'brick wall', 'ceiling', 'floor', 'wooden floor', 'tiles', 'carpet', 'curtain', 'window', 'grass', 'leaves', 'trees', 'bushes', 'soil', 'sand',
  'gravel', 'rocks', 'snow', 'ice', 'water', 'waves', 'pavement', 'asphalt', 'building', 'roof', 'fence', 'railing', 'table top', 'cloth', 'paper', 'plastic',
  'metal', 'fog', 'smoke', 'shadow', 'darkness', 'blurred background', 'plain background', 'white background', 'black background',
]; // prettier-ignore
