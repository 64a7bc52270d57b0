using System.Globalization;

namespace McpIntegration.InternalApiMock.Data;

internal static class UserSeed
{
    private const int Count = 250;

    private static readonly string[] FirstNames =
    [
        "Amara", "Anton", "Carla", "Chen", "Clara", "Daniel", "Elif", "Emma", "Felix", "Fatima", "Georg", "Hana", "Ines", "Ivan", "Jonas",
        "Julia", "Kofi", "Lena", "Lucas", "Maria", "Mehmet", "Nadia", "Noah", "Olga", "Oscar", "Paula", "Priya", "Rafael", "Sofia", "Yuki",
    ];

    private static readonly string[] LastNames =
    [
        "Abe", "Bauer", "Costa", "Dahl", "Demir", "Dubois", "Eriksen", "Fischer", "Garcia", "Haas", "Ivanov", "Jansen", "Keller", "Kumar",
        "Lang", "Larsen", "Mensah", "Meyer", "Moreau", "Nowak", "Okafor", "Olsen", "Park", "Petrov", "Reyes", "Rossi", "Sato", "Silva",
        "Tanaka", "Vogel", "Wagner", "Weber", "Wong", "Yilmaz", "Zimmer",
    ];

    private static readonly (string Department, string[] Titles)[] Departments =
    [
        ("engineering", ["Software Engineer", "Senior Software Engineer", "Site Reliability Engineer", "Engineering Manager"]),
        ("engineering", ["Software Engineer", "Test Engineer", "Data Engineer", "Staff Engineer"]),
        ("sales", ["Account Executive", "Sales Manager", "Sales Engineer"]),
        ("sales", ["Account Executive", "Account Manager"]),
        ("support", ["Support Specialist", "Support Engineer", "Support Team Lead"]),
        ("marketing", ["Marketing Manager", "Content Editor", "Campaign Analyst"]),
        ("finance", ["Accountant", "Controller", "Financial Analyst"]),
        ("people", ["Recruiter", "People Partner", "Payroll Specialist"]),
    ];

    private static readonly DateTimeOffset Start = new(2022, 1, 3, 8, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<User> Generate()
    {
        var numbers = new SeededNumbers(seed: 1);
        var names = Names(numbers);
        return [.. names.Select((name, index) => Create(numbers, index, name.First, name.Last))];
    }

    /// <summary>Distinct names, because e-mail addresses are made of them.</summary>
    private static IEnumerable<(string First, string Last)> Names(SeededNumbers numbers)
    {
        var every = FirstNames.SelectMany(first => LastNames.Select(last => (first, last))).ToList();
        for (var taken = 0; taken < Count; taken++)
        {
            var position = numbers.Below(every.Count);
            yield return every[position];
            every.RemoveAt(position);
        }
    }

    private static User Create(SeededNumbers numbers, int index, string first, string last)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"user-{index + 1:000}");
        var (department, titles) = numbers.Pick(Departments);
        var title = numbers.Pick(titles);
        var createdAt = numbers.TimeIn(Start, TimeSpan.FromDays(2.8), index);
        var email = $"{first}.{last}@example.com".ToLowerInvariant();
        return id switch
        {
            // The people of the demonstrations, whom the accounts of the sign-in service refer to.
            "user-123" => new User(id, "Alice Anders", "alice@example.com", "engineering", "Engineering Manager", createdAt),
            "user-124" => new User(id, "Bob Berg", "bob@example.com", "engineering", "Software Engineer", createdAt),
            _ => new User(id, $"{first} {last}", email, department, title, createdAt),
        };
    }
}
