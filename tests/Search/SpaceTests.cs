using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class SpaceTests
{
    [Fact]
    public void The_points_behind_a_point_are_those_that_come_after_it()
    {
        var space = new SearchSpace([new("a", Choice.Of(2)), new("b", Choice.Of(3)) { Conditions = [new Condition(0, [1])] }, new("c", Stepped.Whole(4, 6))]);
        var all = space.Points().Select(Written).Distinct().ToList();
        var one = space.Points().First();
        var walked = new List<string>();
        for (double[]? point = one; point is not null; point = space.Points(after: point).FirstOrDefault()) walked.Add(Written(point));
        Assert.Equal(3 + 3 * 3, all.Count);
        Assert.Equal(all, walked);

        static string Written(double[] point) => string.Join(' ', point);
    }

    public static TheoryData<string> Domains => [.. DomainsByName.Keys];

    private static readonly Dictionary<string, Domain> DomainsByName = new()
    {
        ["uniform"] = new Continuous(new Uniform(-3, 8)),
        ["a narrow range"] = new Continuous(new Uniform(0.12345678, 0.12345679)),
        ["log uniform"] = new Continuous(new LogUniform(1e-6, 10)),
        ["normal"] = new Continuous(new Gaussian(2, 3)),
        ["log normal"] = new Continuous(new LogGaussian(0, 1)),
        ["beta"] = new Continuous(new Beta(2, 5)),
        ["whole numbers"] = Stepped.Whole(-3, 9),
        ["steps"] = new Stepped(new Uniform(0.1, 1.3), 0.1),
        ["logarithmic steps"] = new Stepped(new LogUniform(16, 512), 16),
        ["normal steps"] = new Stepped(new Gaussian(0, 20), 2),
        ["a choice"] = Choice.Of(7),
        ["an unequal choice"] = new Choice([0.7, 0.1, 0.2]),
        ["a choice of what never comes too"] = new Choice([0, 0.7, 0, 0.3 - 1e-7, 0]),
    };

    [Theory]
    [MemberData(nameof(Domains))]
    public void A_value_is_as_likely_as_its_part_of_the_unit_interval(string name)
    {
        var domain = DomainsByName[name];
        const int places = 4001;
        foreach (var group in Enumerable.Range(0, places).Select(i => (i + 0.5) / places).GroupBy(domain.Value))
        {
            var (low, high) = domain.Cell(group.Key);
            Assert.All(group, u => Assert.InRange(u, low - 1.0001e-6, high + 1.0001e-6));
            if (high > low) Assert.Equal(high - low, group.Count() / (double)places, 1.0 / places);
        }
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void All_values_that_are_counted_come_up_and_no_other(string name)
    {
        var domain = DomainsByName[name];
        if (domain.Count is null) return;
        var seen = Enumerable.Range(0, 20_000).Select(i => domain.Value((i + 0.5) / 20_000)).ToHashSet();
        Assert.Equal(seen.Order(), domain.Values().Order());
        Assert.Equal(domain.Count, seen.Count);
    }

    [Fact]
    public void Steps_are_the_decimal_numbers_that_a_person_would_write() =>
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3], DomainsByName["steps"].Values());

    [Fact]
    public void A_value_has_no_more_digits_than_tell_its_place_and_passes_no_bound()
    {
        var domain = new Continuous(new Uniform(0.123456789, 1.987654321));
        Assert.Equal(0.123457, domain.Value(1e-12));
        Assert.Equal(1.987654, domain.Value(1 - 1e-12));
        Assert.Equal(0.00031623, new Continuous(new LogUniform(1e-6, 0.1)).Value(0.5));
    }

    [Fact]
    public void What_does_not_exist_at_a_point_has_no_value_there()
    {
        var space = Conditional();
        Assert.Equal([0, 1, double.NaN, double.NaN], space.Point([0.1, 0.9, 0.9, 0.9]));
        Assert.Equal([1, double.NaN, 1, double.NaN], space.Point([0.9, 0.9, 0.9, 0.9]));
        Assert.Equal([1, double.NaN, 0, 1], space.Point([0.9, 0.9, 0.1, 0.9]));
    }

    [Fact]
    public void A_space_that_is_exhausted_proposes_nothing_and_each_point_once()
    {
        var space = Conditional();
        var proposer = new Proposer(space, new RandomMethod(), seed: 3, isExcluded: _ => false);
        var history = History.Empty;
        while (proposer.Next(history) is { } point) history = history with { UnderWay = [.. history.UnderWay, point] };
        Assert.Equal(5, history.UnderWay.Count);
        Assert.Equal(5, history.UnderWay.Select(p => string.Join(' ', p)).Distinct().Count());
    }

    [Fact]
    public void What_is_excluded_is_never_proposed()
    {
        var space = new SearchSpace([new("x", new Continuous(new Uniform(0, 1)))]);
        var proposer = new Proposer(space, new RandomMethod(), seed: 1, isExcluded: point => point[0] > 0.001);
        Assert.True(proposer.Next(History.Empty)![0] <= 0.001);
        Assert.Null(new Proposer(space, new RandomMethod(), seed: 1, isExcluded: _ => true).Next(History.Empty));
    }

    [Fact]
    public void A_random_number_is_a_function_of_seed_purpose_and_number()
    {
        double[] Draw(uint seed, Purpose purpose, int number)
        {
            var random = new RandomNumbers(seed, purpose, number);
            return [.. Enumerable.Range(0, 40).Select(_ => random.Uniform())];
        }
        Assert.Equal(Draw(1, Purpose.Random, 1), Draw(1, Purpose.Random, 1));
        double[][] all = [Draw(1, Purpose.Random, 1), Draw(2, Purpose.Random, 1), Draw(1, Purpose.Candidates, 1), Draw(1, Purpose.Random, 2)];
        Assert.Equal(160, all.SelectMany(d => d).Distinct().Count());
        Assert.All(all.SelectMany(d => d), u => Assert.InRange(u, double.Epsilon, 1 - 1e-16));
        Assert.Equal(0.5, all.SelectMany(d => d).Average(), 0.1); // three standard errors are 0.07
    }

    private static SearchSpace Conditional() => new(
    [
        new("a", Choice.Of(2)),
        new("b", Choice.Of(2)) { Conditions = [new Condition(0, [0])] },
        new("c", Choice.Of(2)) { Conditions = [new Condition(0, [1])] },
        new("d", Choice.Of(2)) { Conditions = [new Condition(2, [0])] },
    ]);
}
