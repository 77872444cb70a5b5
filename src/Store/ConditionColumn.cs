namespace Goalkeeper.Store;

/// <summary>A column that a user's condition may name.</summary>
/// <param name="Name">The column.</param>
/// <param name="Words">All that it can be, or null where that is not known.</param>
internal sealed record ConditionColumn(string Name, IReadOnlyCollection<string>? Words = null);
