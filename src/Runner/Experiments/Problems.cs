namespace Goalkeeper.Runner;

/// <summary>Collects what is wrong with an experiment, so that all of it is told at once.</summary>
internal sealed class Problems
{
    /// <summary>Nobody mends more than this before trying again.</summary>
    public const int Most = 1000;

    private readonly List<ExperimentException> _found = [];

    /// <summary>Whether something is wrong.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Whether it is no use to look for more.</summary>
    public bool IsFull => _found.Count >= Most;

    public void Add(ExperimentException problem) => _found.AddRange(problem.All.Take(Most - _found.Count));

    /// <summary>Reads something, and goes on where that fails: false then.</summary>
    public bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (ExperimentException e)
        {
            Add(e);
            return false;
        }
    }

    /// <summary>Reads a value; its type's default where that fails.</summary>
    public T? Try<T>(Func<T> read)
    {
        T? value = default;
        Try(() => { value = read(); });
        return value;
    }

    /// <exception cref="ExperimentException">Something is wrong: all that was found.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count == 0) return;
        throw _found.Count == 1
            ? _found[0]
            : new ExperimentException([.. _found.OrderBy(e => e.At.Line == 0 ? long.MaxValue : e.At.Line).ThenBy(e => e.At.Column)]);
    }
}
