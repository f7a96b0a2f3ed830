global using DiploTracker.Negotiations;
global using static DiploTracker.Specs.Facts;
global using static DiploTracker.Specs.Specification;
