namespace Goalkeeper.Runner;

/// <summary>What a trial of an experiment does.</summary>
internal abstract record ObjectiveDescription
{
    /// <summary>What it can be given.</summary>
    public abstract ObjectiveSpace Space { get; }
}

/// <summary>A trial trains a built-in network.</summary>
internal sealed record NetworkDescription : ObjectiveDescription
{
    /// <inheritdoc/>
    public override ObjectiveSpace Space => ObjectiveSpace.Network;

    /// <summary>The data to learn from.</summary>
    public required DatasetSource Dataset { get; init; }

    /// <summary>The settings that are written under <c>network</c> and <c>training</c> or fixed by <c>--set</c>; no defaults.</summary>
    public required IReadOnlyDictionary<string, Located<SettingValue>> Settings { get; init; }

    /// <summary>Whose weights are kept, one of <see cref="Store.WeightsKept"/>, or null: the networks' sizes decide.</summary>
    public string? WeightsKept { get; init; }

    /// <summary>Whether a sweep starts only if the gradients of its networks pass a check: <c>gate: gradcheck</c>.</summary>
    public bool ChecksGradients { get; init; }
}
