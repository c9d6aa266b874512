//! The gate in front of each operation, by the path of the document.

use crate::policy::{Gate, Line, Policy, Unpoliced};
use poem::EndpointExt;
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, Registry};
use std::collections::HashMap;

/// Operations, each behind its policy.
pub struct Policed<T> {
    operations: T,
    policies: HashMap<(String, Method), Policy>,
}

impl<T: OpenApi> Policed<T> {
    /// Refuses when an operation names no policy or a policy names no operation.
    pub fn new(operations: T, lines: Vec<Line>) -> Result<Self, Unpoliced> {
        let policies: HashMap<_, _> =
            lines.into_iter().map(|(method, path, policy)| ((template(path), method), policy)).collect();
        let routes: Vec<(String, Method)> = T::meta()
            .into_iter()
            .flat_map(|api| api.paths)
            .flat_map(|path| {
                let name = path.path;
                path.operations.into_iter().map(move |operation| (template(&name), operation.method))
            })
            .collect();
        let unguarded = routes.iter().filter(|route| !policies.contains_key(route));
        let unused = policies.keys().filter(|line| !routes.contains(line));
        let mut odd: Vec<String> =
            unguarded.chain(unused).map(|(path, method)| format!("{method} {path}")).collect();
        odd.sort();
        if odd.is_empty() { Ok(Self { operations, policies }) } else { Err(Unpoliced(odd)) }
    }
}

/// `/cohorts/:id`, `/cohorts/{id}` and, as the library registers it, `/cohorts/:param0` are one path.
fn template(path: &str) -> String {
    let part = |part: &str| if part.starts_with([':', '{']) { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

impl<T: OpenApi> OpenApi for Policed<T> {
    fn meta() -> Vec<MetaApi> {
        T::meta()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn add_routes(self, table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        let mut routes = HashMap::new();
        self.operations.add_routes(&mut routes);
        for (path, methods) in routes {
            let name = template(&path);
            let guarded = methods.into_iter().map(|(method, endpoint)| {
                // Never missing: `new` has compared both sides. Nobody is admitted should they part.
                let policy =
                    self.policies.get(&(name.clone(), method.clone())).copied().unwrap_or(Policy::Any(&[]));
                (method, Gate::new(policy, endpoint.map_to_response()).boxed())
            });
            table.entry(path).or_default().extend(guarded);
        }
    }
}
