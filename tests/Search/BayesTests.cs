using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class BayesTests
{
    private static readonly Dimension Number = new("x", new Continuous(new Uniform(0, 1)));
    private static readonly Dimension Category = new("c", Choice.Of(3));

    [Fact]
    public void The_space_and_the_points_number_decide_and_never_the_results()
    {
        Assert.Equal("gp", Taken([Number, Category], 1));
        Assert.Equal("gp", Taken([Number, Category], 250));
        Assert.Equal("tpe", Taken([Number, Category], 251));
        Assert.Equal("tpe", Taken([Number, Category, Category], 1));
        Assert.Equal("tpe", Taken([Number, Number, Category, Number with { Conditions = [new Condition(2, [1])] }], 1));
        Assert.Equal("gp", Taken([new("n", Stepped.Whole(1, 5)), new("list of numbers", Choice.Of(3, isOrdered: true))], 9));
    }

    private static string Taken(Dimension[] dimensions, int number)
    {
        var history = new History([], [.. Enumerable.Repeat(new double[dimensions.Length], number - 1)]);
        return new BayesMethod(new Fixed(0), new Fixed(1)).Candidates(new SearchSpace(dimensions), history, 1).First()[0] == 0 ? "gp" : "tpe";
    }

    /// <summary>Proposes one value.</summary>
    private sealed class Fixed(double value) : IMethod
    {
        public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed) => [[value]];
    }
}
